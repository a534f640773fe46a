"""What schemathesis has to be told of this API: SchemathesisTest starts it with these hooks.

PERDURE_URL and PERDURE_API_KEY say whom it asks and as whom. PERDURE_THINGS names things that are
there, as JSON: lists of ids by the part of the path before an id.
"""

import json
import os
import random
import re
import urllib.request
import uuid

import schemathesis

THINGS = json.loads(os.environ["PERDURE_THINGS"])
CHANCE = random.Random(int(os.environ["PERDURE_SEED"]))


def me():
    request = urllib.request.Request(
        os.environ["PERDURE_URL"] + "/v1/me",
        headers={"Authorization": "Bearer " + os.environ["PERDURE_API_KEY"]},
    )
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.load(answer)


ME = me()
OWN = {ME["org_id"], ME["user_id"], ME["credential"]["id"]}


def is_id(value):
    try:
        return str(uuid.UUID(str(value))) == str(value).lower()
    except ValueError:
        return False


# Names of skills and of their tools.
NAME = re.compile(r"[a-z0-9]+([_-][a-z0-9]+)*")


def form(value):
    """What kind of name it is; none of a thing that is there takes the place of a wrong one."""
    text = str(value)
    if is_id(text):
        return "id"
    if re.fullmatch(r"[1-9][0-9]*", text):
        return "number"
    return "name" if NAME.fullmatch(text) else None


@schemathesis.hook
def before_call(context, case, kwargs):
    spare_the_caller(case)
    # Nothing that is there would be left.
    if case.method.upper() != "DELETE":
        name_what_is_there(case)


def spare_the_caller(case):
    """It learns the ids of what it is told, its own key among them, and revokes what it knows."""
    parameters = case.path_parameters or {}
    if case.method.upper() != "GET":
        for name, value in parameters.items():
            if str(value).lower() in OWN:
                parameters[name] = str(uuid.uuid4())
    # From then on every key would have to sign.
    if isinstance(case.body, dict) and case.operation.path == "/v1/admin/organization":
        if case.body.get("signed") is True:
            case.body["signed"] = False


def name_what_is_there(case):
    """Of random names half become those of things, or no run and no approval would ever be found."""
    parts = case.operation.path.split("/")
    for name, value in (case.path_parameters or {}).items():
        # Some parts go on behind the name: {tool}:try.
        place = next(i for i, part in enumerate(parts) if part.startswith("{" + name + "}"))
        known = THINGS.get(parts[place - 1])
        if known and form(value) == form(known[0]) and CHANCE.random() < 0.5:
            case.path_parameters[name] = CHANCE.choice(known)
    if isinstance(case.body, dict) and is_id(case.body.get("agent_id")):
        if CHANCE.random() < 0.5:
            case.body["agent_id"] = CHANCE.choice(THINGS["agents"])
            case.body.pop("agent", None)


# Time zones are between -12 and +14; a made-up one such as +21:40 is no time to Java.
NO_TIME_ZONE = re.compile(r"[+-](18:[0-5][1-9]|18:[1-5]0|19:..|2.:..)$")


UNREAD = re.compile(r"[\x00-\x1f\x7f-\x9f\\\\%;]|(^|/)\.\.?(/|$)")


@schemathesis.hook
def filter_failure(context, failure, case, response):
    """What no schema can say: taken though it is not valid by one, or refused though it is."""
    # An empty position of a stream is one that was not sent.
    if failure.code == "ST201" and case.operation.path.endswith("/events"):
        sent = {**(case.headers or {}), **(case.query or {})}
        named = {name.lower(): value for name, value in sent.items()}
        positions = [named[name] for name in ("last-event-id", "after") if name in named]
        return all(str("" if value is None else value).strip() for value in positions)
    if failure.code != "ST202" or response.status_code != 400:
        return True
    code = response.json().get("code")
    # The server reads no path with control characters, \\, % or ; in a name.
    path = str((case.path_parameters or {}).get("path", ""))
    if code == "bad_request" and UNREAD.search(path):
        return False
    # Only the cursors that a list has given out are taken.
    if code == "invalid_cursor":
        return False
    times = [value for value in (case.query or {}).values() if NO_TIME_ZONE.search(str(value))]
    return not (code == "invalid_parameter" and times)
