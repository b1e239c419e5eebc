"""Zonas: build any set of municipalities, name it, keep it, and see where its figures come from."""

from __future__ import annotations

from dashboard import controls
from dashboard.parts import builder, explainer, frame

here = controls.place()
choice = controls.choice()
frame.top(here, "zones")
frame.title(here.zone_title)
frame.lead(builder.story(here))

frame.section(here.t("zones.build"))
left, right = frame.beside(5, 7)
with left:
    builder.chooser(here)
    builder.offers(here)
    builder.saved(here)
with right:
    builder.map_(here)

frame.section(here.t("zones.explain.title"))
explainer.controls_(here, choice)
found = explainer.taken_apart(here, choice)
if found.members.empty or not choice.period:
    frame.nothing(explainer.sentence(here, choice, found))
else:
    frame.say(explainer.sentence(here, choice, found))
    frame.note(explainer.coverage(here, found))
    explainer.table(here, choice, found)
    explainer.takeaway(here, choice, found)
