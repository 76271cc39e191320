// M/M/1 with no engine at all: two instants, of which the earlier happens. What is left is the model, its queue
// and the draws, so this is what an engine cannot save.
#include <limits>

#include "common.hpp"

namespace {

using namespace lastseen::bench;

struct Mm1 {
  void run(Queue& queue) {
    constexpr std::int64_t never = std::numeric_limits<std::int64_t>::max();
    const auto at = [](std::int64_t now, std::int64_t delay) {
      return delay == Queue::none ? never : now + delay;
    };
    std::int64_t arrival = at(0, queue.next_arrival());
    std::int64_t departure = never;
    while (arrival != never || departure != never) {
      if (arrival < departure) {
        const std::int64_t now = arrival;
        arrival = at(now, queue.next_arrival());
        const std::int64_t service = queue.arrive(now);
        if (service != Queue::none) departure = now + service;
      } else {
        departure = at(departure, queue.depart(departure));
      }
    }
  }
};

}  // namespace

int main(int argc, char** argv) {
  const Request request = parse(argc, argv);
  if (request.workload != "mm1") unsupported(request);
  measure_mm1<Mm1>(request, "no engine", "");
}
