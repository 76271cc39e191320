#!/usr/bin/env python3
"""SimPy, in three of its idioms, times in float seconds from random.expovariate as its users draw them.

    simpy_bench.py hold N EVENTS | mm1 CUSTOMERS [VARIANT]

    resource    a process for each customer and a simpy.Resource, as in its examples (mm1 only)
    processes   generators that yield timeouts; mm1: a source and a server with a deque between them, and the
                server woken by an event when idle, as in its guide ("sleep until woken up")
    callbacks   no processes: functions in the callbacks of timeouts, the cheapest that its event loop offers

The same workloads and the same line of results as the C++ programs beside it (common.hpp).
"""
import collections
import json
import random
import sys
import time

import simpy

SERVICE_S = 0.9


def hold(n, events, variant):
    env = simpy.Environment()
    timeout, draw = env.timeout, random.expovariate

    def process():
        while True:
            yield timeout(draw(1.0))

    def callback(_):
        timeout(draw(1.0)).callbacks.append(callback)

    for _ in range(n):
        env.process(process()) if variant == "processes" else callback(None)
    for _ in range(n + max(n, 100_000)):  # every process starts with an event of its own
        env.step()
    step, begin = env.step, env.now
    start = time.perf_counter()
    for _ in range(events):
        step()
    seconds = time.perf_counter() - start
    return seconds, events / (env.now - begin) / n


class Mm1:
    """The model; each variant starts it in its own way."""

    def __init__(self, customers):
        self.env = simpy.Environment()
        self.customers = customers
        self.waited = 0.0

    def resource(self):
        env, timeout, draw = self.env, self.env.timeout, random.expovariate
        server = simpy.Resource(env, capacity=1)

        def customer():
            arrived = env.now
            with server.request() as turn:
                yield turn
                self.waited += env.now - arrived
                yield timeout(draw(1 / SERVICE_S))

        def source():
            for _ in range(self.customers):
                yield timeout(draw(1.0))
                env.process(customer())

        env.process(source())

    def processes(self):
        env, timeout, draw = self.env, self.env.timeout, random.expovariate
        arrivals = collections.deque()
        idle = None  # the event that an idle server waits for

        def source():
            nonlocal idle
            for _ in range(self.customers):
                yield timeout(draw(1.0))
                arrivals.append(env.now)
                if idle is not None:
                    idle.succeed()
                    idle = None

        def server():
            nonlocal idle
            for _ in range(self.customers):
                if not arrivals:
                    idle = env.event()
                    yield idle
                self.waited += env.now - arrivals.popleft()
                yield timeout(draw(1 / SERVICE_S))

        env.process(source())
        env.process(server())

    def callbacks(self):
        env, timeout, draw = self.env, self.env.timeout, random.expovariate
        arrivals = collections.deque()
        to_arrive = self.customers
        busy = False

        def arrive(_):
            nonlocal busy, to_arrive
            to_arrive -= 1
            if to_arrive > 0:
                timeout(draw(1.0)).callbacks.append(arrive)
            if busy:
                arrivals.append(env.now)
            else:
                busy = True
                timeout(draw(1 / SERVICE_S)).callbacks.append(depart)

        def depart(_):
            nonlocal busy
            if arrivals:
                self.waited += env.now - arrivals.popleft()
                timeout(draw(1 / SERVICE_S)).callbacks.append(depart)
            else:
                busy = False

        timeout(draw(1.0)).callbacks.append(arrive)

    def run(self, variant):
        getattr(self, variant)()
        start = time.perf_counter()
        self.env.run()
        return time.perf_counter() - start, self.waited / self.customers


def main():
    random.seed(20240229)
    workload = sys.argv[1]
    variant = sys.argv[-1] if sys.argv[-1].isalpha() else "processes"
    if workload == "hold" and variant != "resource":
        n, events = int(sys.argv[2]), int(sys.argv[3])
        seconds, check = hold(n, events, variant)
    elif workload == "mm1":
        n, events = 0, 2 * int(sys.argv[2])
        seconds, check = Mm1(events // 2).run(variant)
    else:
        print(f"{sys.argv[0]}: no workload '{workload}'", file=sys.stderr)
        sys.exit(3)
    print(json.dumps({"engine": f"SimPy {variant}", "version": simpy.__version__, "workload": workload, "n": n,
                      "events": events, "seconds": round(seconds, 6),
                      "ns_per_event": round(seconds * 1e9 / events, 3), "check": check}))


if __name__ == "__main__":
    main()
