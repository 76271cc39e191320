// Uses the installed libraries as a stranger would, by their public headers alone.
#include <lastseen/sim/time.hpp>

#include <cstdio>

int main() {
  const auto timeout = lastseen::sim::parse_duration("1.5min");
  std::puts(lastseen::sim::to_text(timeout).c_str());
  return lastseen::sim::to_text(timeout) == "90s" ? 0 : 1;
}
