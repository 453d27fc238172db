"""Times a model given by its class and prints one JSON line; the same for every peer."""

import json
import resource
import sys
import time


def report(model_class):
    agents, weeks, repeats = (int(it) for it in sys.argv[1:4])
    held = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    before = held()
    seconds, share = [], 0.0
    for repeat in range(repeats):
        model = model_class(agents)
        start = time.perf_counter()
        model.run(weeks)
        seconds.append(time.perf_counter() - start)
        share = model.share()
        if repeat == 0:
            bytes_an_agent = (held() - before) / agents
    print(json.dumps({"seconds": seconds, "share": share, "bytes": bytes_an_agent}))
