// ns-3's core, without any network. The cheapest use of its public interface: Simulator::Schedule with an event object that
// schedules itself again (a function pointer instead, as in its manual, allocates an event each time and takes a fifth
// longer), and times as TimeStep (raw ticks; a tick is a nanosecond unless one changes it). The last argument names the
// scheduler: map (ns-3's default), heap, list, calendar or priority-queue. Ties go by the order of scheduling.
// For `timers`, EventId::Cancel, which its manual recommends over Remove, and functions, as events differ.
#include <ns3/event-id.h>
#include <ns3/event-impl.h>
#include <ns3/nstime.h>
#include <ns3/object-factory.h>
#include <ns3/ptr.h>
#include <ns3/simulator.h>

#include <functional>

#include "common.hpp"

namespace {

using namespace lastseen::bench;
using ns3::Simulator;
using ns3::TimeStep;

ns3::Time ticks(std::int64_t ns) { return TimeStep(static_cast<std::uint64_t>(ns)); }
std::int64_t now() { return Simulator::Now().GetTimeStep(); }

// Static, as the functions that ns-3 calls are free functions.
Stream stream{seed};
std::uint64_t left = 0;

void run(std::uint64_t events) {
  left = events;
  Simulator::Run();  // goes on where it stopped
}

void schedule(std::int64_t delay_ns, ns3::EventImpl* event) {
  Simulator::Schedule(ticks(delay_ns), ns3::Ptr<ns3::EventImpl>(event));
}

class HoldEvent : public ns3::EventImpl {
  void Notify() override {
    schedule(stream.nanoseconds(second_ns), this);
    if (--left == 0) Simulator::Stop();
  }
};

class Departure : public ns3::EventImpl {
 public:
  explicit Departure(Queue& queue) : queue_(queue) {}
  void start(std::int64_t service) {
    if (service != Queue::none) schedule(service, this);
  }

 private:
  void Notify() override { start(queue_.depart(now())); }

  Queue& queue_;
};

class Arrival : public ns3::EventImpl {
 public:
  explicit Arrival(Queue& queue) : queue_(queue), departure_(ns3::Create<Departure>(std::ref(queue))) {}
  void start() {
    const std::int64_t next = queue_.next_arrival();
    if (next != Queue::none) schedule(next, this);
  }

 private:
  void Notify() override {
    start();
    departure_->start(queue_.arrive(now()));
  }

  Queue& queue_;
  ns3::Ptr<Departure> departure_;
};

void run(Queue& model) {
  const auto arrival = ns3::Create<Arrival>(std::ref(model));
  arrival->start();
  Simulator::Run();
}

void timed_out() {}

void timers_event(ns3::EventId* timeout) {
  if (in_time(stream)) timeout->Cancel();
  const std::int64_t delay = stream.nanoseconds(second_ns);
  Simulator::Schedule(ticks(delay), &timers_event, timeout);
  *timeout = Simulator::Schedule(ticks(10 * delay), &timed_out);
  if (--left == 0) Simulator::Stop();
}

}  // namespace

int main(int argc, char** argv) {
  Request request = parse(argc, argv);
  if (request.variant.empty()) request.variant = "map";
  const std::string schedulers[][2] = {{"map", "ns3::MapScheduler"},
                                       {"heap", "ns3::HeapScheduler"},
                                       {"list", "ns3::ListScheduler"},
                                       {"calendar", "ns3::CalendarScheduler"},
                                       {"priority-queue", "ns3::PriorityQueueScheduler"}};
  for (const auto& [name, type] : schedulers) {
    if (name == request.variant) Simulator::SetScheduler(ns3::ObjectFactory(type));
  }
  double seconds = 0;
  double check = 0;
  if (request.workload == "mm1") {
    Queue warm_up(request.warm_up());
    run(warm_up);
    Queue model(request.customers());
    seconds = seconds_of([&] { run(model); });
    check = model.mean_wait_s();
  } else if (request.workload == "hold" || request.workload == "timers") {
    std::vector<ns3::EventId> timeouts(request.n);
    for (auto& timeout : timeouts) {
      const ns3::Time first = ticks(stream.nanoseconds(second_ns));
      request.workload == "hold" ? Simulator::Schedule(first, ns3::Create<HoldEvent>())
                                 : Simulator::Schedule(first, &timers_event, &timeout);
    }
    run(request.warm_up());
    const std::int64_t begin = now();
    seconds = seconds_of([&] { run(request.events); });
    check = hold_rate(request, now() - begin);
  } else {
    unsupported(request);
  }
  print(request, "ns-3 " + request.variant, PEER_VERSION, seconds, check);
  std::fflush(stdout);
  std::_Exit(0);  // without taking a million events down one by one
}
