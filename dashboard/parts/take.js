// Copies the citation or the address of the view; where the browser forbids it, the text is shown and selected.
async function copied(text, field) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // no clipboard without https, or the reader said no: the old way, from a field
  }
  field.hidden = false;
  field.value = text;
  field.focus();
  field.select();
  const done = document.execCommand("copy");
  field.hidden = done;
  return done;
}

export default function ({ data, parentElement }) {
  const field = parentElement.querySelector("textarea"), status = parentElement.querySelector("[role=status]");
  field.setAttribute("aria-label", data.words.field);
  for (const button of parentElement.querySelectorAll("button")) {
    const what = button.dataset.what;
    button.textContent = data.words[what];
    button.hidden = !data[what];
    button.onclick = async () => {
      status.textContent = ""; // said anew when the same is copied twice
      const done = await copied(data[what], field);
      status.textContent = done ? data.words[`${what}_done`] : data.words.failed;
      if (done) button.focus();
    };
  }
}
