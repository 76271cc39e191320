#!/usr/bin/env python3
"""SimPy, as its users write it: generator processes that yield timeouts, times in float seconds from random.expovariate.

    simpy_bench.py hold N EVENTS | mm1 CUSTOMERS

The same workloads and the same line of results as the C++ programs beside it (common.hpp). mm1 keeps its customers in a
deque and wakes an idle server by an event, which takes less than half the time of simpy.Resource or simpy.Store.
"""
import collections
import gc
import json
import random
import sys
import time

import simpy

SERVICE_S = 0.9


def hold(n, events):
    env = simpy.Environment()

    def timer(env, timeout=env.timeout, draw=random.expovariate):
        while True:
            yield timeout(draw(1.0))

    for _ in range(n):
        env.process(timer(env))
    step = env.step
    for _ in range(n + max(n, min(100_000, events))):  # every process starts with an event of its own
        step()
    gc.collect()
    begin = env.now
    start = time.perf_counter()
    for _ in range(events):
        step()
    seconds = time.perf_counter() - start
    return seconds, events / (env.now - begin) / n


def mm1(customers):
    env = simpy.Environment()
    arrivals = collections.deque()
    idle = None  # the event that an idle server waits for
    waited = 0.0

    def source(timeout=env.timeout, draw=random.expovariate):
        nonlocal idle
        for _ in range(customers):
            yield timeout(draw(1.0))
            arrivals.append(env.now)
            if idle is not None:
                idle.succeed()
                idle = None

    def server(timeout=env.timeout, draw=random.expovariate):
        nonlocal idle, waited
        for _ in range(customers):
            if not arrivals:
                idle = env.event()
                yield idle
            waited += env.now - arrivals.popleft()
            yield timeout(draw(1 / SERVICE_S))

    env.process(source())
    env.process(server())
    start = time.perf_counter()
    env.run()
    return time.perf_counter() - start, waited / customers


def main():
    random.seed(20240229)
    workload, numbers = sys.argv[1], [int(word) for word in sys.argv[2:4]]
    if workload == "hold":
        n, events = numbers
        seconds, check = hold(n, events)
    elif workload == "mm1":
        n, events = 0, 2 * numbers[0]
        seconds, check = mm1(numbers[0])
    else:
        print(f"{sys.argv[0]}: no workload '{workload}'", file=sys.stderr)
        sys.exit(3)
    print(json.dumps({"engine": "SimPy", "version": simpy.__version__, "workload": workload, "n": n, "events": events,
                      "seconds": round(seconds, 6), "ns_per_event": round(seconds * 1e9 / events, 3), "check": check}))


if __name__ == "__main__":
    main()
