// ns-3's core, without any network. The cheapest use of its public interface: Simulator::Schedule with an event
// object that schedules itself again (a function pointer instead, as in its manual, allocates an event each
// time and takes a quarter longer), and times as TimeStep (raw ticks; a tick is a nanosecond unless one changes
// it). The last argument names the scheduler: map (ns-3's default), heap, list, calendar or priority-queue.
// For `timers`, functions, as there are two kinds of events, and Cancel, which leaves the event where it is until
// its time comes (Remove takes it out and is far slower, says its documentation).
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

struct Mm1 {
  void run(Queue& queue) {
    const auto arrival = ns3::Create<Arrival>(std::ref(queue));
    arrival->start();
    Simulator::Run();
  }
};

class Stepped {
 public:
  void run(std::uint64_t events) {
    left = events;
    Simulator::Run();  // goes on where it stopped
  }
  std::int64_t now_ns() const { return now(); }
};

struct Hold : Stepped {
  explicit Hold(std::uint64_t n) {
    for (; n > 0; --n) schedule(stream.nanoseconds(second_ns), ns3::PeekPointer(ns3::Create<HoldEvent>()));
  }
};

class Timers : public Stepped {
 public:
  explicit Timers(std::uint64_t n) : timeouts_(n) {
    for (auto& timeout : timeouts_)
      Simulator::Schedule(ticks(stream.nanoseconds(second_ns)), &tick, &timeout);
  }

 private:
  static void tick(ns3::EventId* timeout) {
    if (in_time(stream)) timeout->Cancel();
    const std::int64_t delay = stream.nanoseconds(second_ns);
    Simulator::Schedule(ticks(delay), &tick, timeout);
    *timeout = Simulator::Schedule(ticks(10 * delay), &time_out);
    if (--left == 0) Simulator::Stop();
  }
  static void time_out() {}

  std::vector<ns3::EventId> timeouts_;
};

}  // namespace

int main(int argc, char** argv) {
  const Request request = parse(argc, argv);
  const std::string schedulers[][2] = {{"map", "ns3::MapScheduler"},
                                       {"heap", "ns3::HeapScheduler"},
                                       {"list", "ns3::ListScheduler"},
                                       {"calendar", "ns3::CalendarScheduler"},
                                       {"priority-queue", "ns3::PriorityQueueScheduler"}};
  const std::string wanted = request.variant.empty() ? "map" : request.variant;
  for (const auto& [name, type] : schedulers) {
    if (name == wanted) Simulator::SetScheduler(ns3::ObjectFactory(type));
  }
  if (request.workload == "hold") measure_hold<Hold>(request, "ns-3 " + wanted, PEER_VERSION);
  if (request.workload == "timers") measure_hold<Timers>(request, "ns-3 " + wanted, PEER_VERSION);
  if (request.workload == "mm1") measure_mm1<Mm1>(request, "ns-3 " + wanted, PEER_VERSION);
  unsupported(request);
}
