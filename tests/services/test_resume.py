"""An interrupted download goes on where it stopped, and never with the bytes of another file."""

from __future__ import annotations

from werkzeug import Request, Response

from etl.content import anything
from tests.services.office import Office

WHOLE = bytes(range(256)) * 4000  # more than three pieces of a download


def breaking(replies: list[Response], whole: bytes, tag: str) -> Response:
    """The first three quarters of a file, announced as all of it."""
    cut = Response(whole[: len(whole) * 3 // 4], headers={"ETag": tag})
    cut.headers["Content-Length"] = str(len(whole))
    cut.automatically_set_content_length = False
    replies.append(cut)
    return cut


def rest(request: Request, whole: bytes, tag: str, end: int | None = None) -> Response:
    """What is left of a file from where the request says."""
    at = int(request.headers["Range"].removeprefix("bytes=").rstrip("-"))
    end = end or len(whole)
    return Response(
        whole[at:end], status=206, headers={"Content-Range": f"bytes {at}-{end - 1}/{len(whole)}", "ETag": tag}
    )


def test_a_large_answer_goes_on_from_the_byte_it_reached(office: Office) -> None:
    begun: list[Response] = []

    def reply(request: Request) -> Response:
        return breaking(begun, WHOLE, '"v1"') if not begun else rest(request, WHOLE, '"v1"')

    office.answers("siap", "/a.bin", reply)
    assert office.client().get("siap", "/a.bin", check=anything).bytes() == WHOLE
    reached = int(office.headers[-1]["Range"].removeprefix("bytes=").rstrip("-"))
    assert reached >= len(WHOLE) // 2


def test_two_editions_of_a_file_are_never_joined(office: Office) -> None:
    """The file changes between the two requests, and the server forgets to look at If-Range."""
    begun: list[Response] = []
    newer = WHOLE[::-1]

    def reply(request: Request) -> Response:
        if not begun:
            return breaking(begun, WHOLE, '"v1"')
        return rest(request, newer, '"v2"') if "Range" in request.headers else Response(newer, headers={"ETag": '"v2"'})

    office.answers("siap", "/a.bin", reply)
    assert office.client().get("siap", "/a.bin", check=anything).bytes() == newer


def test_a_rest_that_is_shorter_than_it_says_is_asked_for_again(office: Office) -> None:
    begun: list[Response] = []
    parts: list[int] = []

    def reply(request: Request) -> Response:
        if not begun:
            return breaking(begun, WHOLE, '"v1"')
        parts.append(1)
        return rest(request, WHOLE, '"v1"', len(WHOLE) - 1000 if len(parts) == 1 else None)

    office.answers("siap", "/a.bin", reply)
    assert office.client().get("siap", "/a.bin", check=anything).bytes() == WHOLE


def test_a_download_whose_rest_is_gone_begins_anew(office: Office) -> None:
    begun: list[Response] = []

    def reply(request: Request) -> Response:
        if not begun:
            return breaking(begun, WHOLE, '"v1"')
        return Response(status=416) if "Range" in request.headers else Response(WHOLE, headers={"ETag": '"v1"'})

    office.answers("siap", "/a.bin", reply)
    assert office.client().get("siap", "/a.bin", check=anything).bytes() == WHOLE


def test_a_weak_validator_does_not_join_halves(office: Office) -> None:
    begun: list[Response] = []
    office.answers("siap", "/a.bin", lambda _: breaking(begun, WHOLE, 'W/"v1"') if not begun else Response(WHOLE))
    assert office.client().get("siap", "/a.bin", check=anything).bytes() == WHOLE
    assert "Range" not in office.headers[-1]
