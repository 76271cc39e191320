// SystemC (Accellera's kernel), SC_METHODs, which are called where threads are switched to, statically
// sensitive to an sc_event that they notify again for a later time (next_trigger(time) instead takes 5 %
// longer). hold: N such modules. mm1: a method for the arrivals and one for the departures. Times are raw
// ticks, and a tick is made a nanosecond. An sc_event has at most one notification pending, so `timers`, where
// some timeouts outlive the next, has no form here.
#include <deque>
#include <systemc>

#include "common.hpp"

namespace {

using namespace lastseen::bench;
using sc_core::sc_time;

sc_time ticks(std::int64_t ns) { return sc_time::from_value(static_cast<std::uint64_t>(ns)); }
std::int64_t now() { return static_cast<std::int64_t>(sc_core::sc_time_stamp().value()); }

/// What the methods of `hold` share.
struct Shared {
  Stream stream{seed};
  std::uint64_t left = 0;
};

class Timer : public sc_core::sc_module {
 public:
  SC_HAS_PROCESS(Timer);
  Timer(const sc_core::sc_module_name& name, Shared& shared) : sc_module(name), shared_(shared) {
    SC_METHOD(event);  // called once at 0 as well, which is its first draw
    sensitive << due_;
  }

 private:
  void event() {
    due_.notify(ticks(shared_.stream.nanoseconds(second_ns)));
    if (--shared_.left == 0) sc_core::sc_pause();
  }

  Shared& shared_;
  sc_core::sc_event due_;
};

class Hold {
 public:
  explicit Hold(std::uint64_t n) {
    for (std::uint64_t i = 0; i < n; ++i)
      timers_.emplace_back(("timer" + std::to_string(i)).c_str(), shared_);
    shared_.left = n;
  }

  void run(std::uint64_t events) {
    shared_.left += events;
    sc_core::sc_start();  // goes on where it paused
  }
  std::int64_t now_ns() const { return now(); }

 private:
  Shared shared_;
  std::deque<Timer> timers_;
};

class Mm1 : public sc_core::sc_module {
 public:
  SC_HAS_PROCESS(Mm1);
  explicit Mm1(const sc_core::sc_module_name& name = "mm1") : sc_module(name) {
    SC_METHOD(arrive);
    sensitive << arrival_;
    dont_initialize();
    SC_METHOD(depart);
    sensitive << departure_;
    dont_initialize();
  }

  void run(Queue& queue) {
    queue_ = &queue;
    notify(arrival_, queue.next_arrival());
    sc_core::sc_start();
  }

 private:
  static void notify(sc_core::sc_event& event, std::int64_t delay) {
    if (delay != Queue::none) event.notify(ticks(delay));
  }
  void arrive() {
    notify(arrival_, queue_->next_arrival());
    notify(departure_, queue_->arrive(now()));
  }
  void depart() { notify(departure_, queue_->depart(now())); }

  Queue* queue_ = nullptr;
  sc_core::sc_event arrival_;
  sc_core::sc_event departure_;
};

}  // namespace

int sc_main(int argc, char** argv) {
  const Request request = parse(argc, argv);
  sc_core::sc_set_time_resolution(1, sc_core::SC_NS);
  if (request.workload == "hold") measure_hold<Hold>(request, "SystemC methods", PEER_VERSION);
  if (request.workload == "mm1") measure_mm1<Mm1>(request, "SystemC methods", PEER_VERSION);
  unsupported(request);
}
