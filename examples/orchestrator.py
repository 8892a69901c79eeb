#!/usr/bin/env python3
"""A small orchestrator: posts two variants, pushes their counters once a second, and stops using what Cull kills.

Needs Python 3.9 and nothing else. Cull's address and a key with the scopes read, ingest and orchestrate come from
CULL_URL (http://127.0.0.1:3000) and CULL_API_KEY.
"""

import json
import os
import random
import sys
import time
import urllib.error
import urllib.request
import uuid
from datetime import datetime, timedelta, timezone
from urllib.parse import quote, urlencode

URL = os.environ.get("CULL_URL", "http://127.0.0.1:3000")
KEY = os.environ.get("CULL_API_KEY", "")
EXPECTED_ENGAGEMENT_RATE = 0.06
VIEWS_A_SECOND = 120
GIVE_UP_AFTER_SECONDS = 60
TRIES = 5


class Refused(Exception):
    """Cull understood the call and refused it."""


def call(method, path, body=None):
    """Calls Cull; tries again where the network or the server failed, since every call made here is safe to repeat."""
    request = urllib.request.Request(
        f"{URL}/api/v1{path}",
        method=method,
        data=None if body is None else json.dumps(body).encode(),
        headers={"authorization": f"Bearer {KEY}", "content-type": "application/json"},
    )
    for attempt in range(TRIES):
        try:
            with urllib.request.urlopen(request, timeout=10) as response:
                return json.load(response)
        except urllib.error.HTTPError as error:
            with error:
                problem = json.load(error)["error"]
            if error.code < 500 and error.code != 429:
                raise Refused(f"{problem['code']}: {problem['message']}") from error
        except OSError as error:
            problem = error
        time.sleep(2**attempt * random.uniform(0.1, 0.2))
    sys.exit(f"Cull does not answer at {URL}: {problem}")


def main():
    run = uuid.uuid4().hex[:8]
    persona = f"example-{run}"
    # How often their viewers really engage: the second one is far below what is expected.
    rates = {f"good-{run}": 0.06, f"dud-{run}": 0.012}
    now = datetime.now(timezone.utc)
    posted = call(
        "POST",
        "/variants/batch",
        {
            "variants": [
                {
                    "variantId": variant,
                    "personaId": persona,
                    "postId": f"post-{variant}",
                    "source": "push",
                    "expectedEngagementRate": EXPECTED_ENGAGEMENT_RATE,
                    "scheduledPosts": [{"id": "tomorrow", "publishAt": (now + timedelta(days=1)).isoformat()}],
                }
                for variant in rates
            ]
        },
    )
    for result in posted["results"]:
        if not result["ok"]:
            raise Refused(result["error"]["message"])
        print(f"{result['variantId']}: watched until {result['deadlineAt']}")

    live = dict(rates)
    counters = {variant: [0, 0] for variant in rates}
    give_up_at = time.monotonic() + GIVE_UP_AFTER_SECONDS
    while len(live) == len(rates):
        if time.monotonic() > give_up_at:
            sys.exit(f"nothing was killed within {GIVE_UP_AFTER_SECONDS} s: does a worker run?")
        time.sleep(1)
        for variant, rate in live.items():
            counters[variant][0] += VIEWS_A_SECOND
            counters[variant][1] += round(VIEWS_A_SECOND * rate)
        observed_at = datetime.now(timezone.utc).isoformat()
        samples = [
            {"variantId": variant, "views": views, "interactions": interactions, "observedAt": observed_at}
            for variant, (views, interactions) in counters.items()
            if variant in live
        ]
        call("POST", "/metrics", {"samples": samples})
        for variant in list(live):
            session = call("GET", f"/monitoring/{quote(variant, safe='')}")
            if session["status"] != "monitoring":
                print(f"{variant}: {session['status']}. {session['killReasonText']}")
                del live[variant]

    pool = call("GET", f"/pool?{urlencode({'personaId': persona})}")
    print("still to be used:", ", ".join(member["variantId"] for member in pool["items"]))


if __name__ == "__main__":
    try:
        main()
    except Refused as refusal:
        sys.exit(f"Cull refused: {refusal}")
