// Always-on assertions for our own mistakes. A wrong input is never a Defect; a lost notification is a result.
#pragma once

#include <stdexcept>
#include <string>

namespace lastseen::sim {

/// Our own mistake, found while running. Whoever runs a world adds scenario, seed, replication and simulated time.
class Defect : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

[[noreturn]] inline void fail(const char* condition, const char* meaning) {
  throw Defect(std::string(meaning) + " (" + condition + ")");
}

}  // namespace lastseen::sim

/// Throws Defect when the condition does not hold. Stays on in every build.
#define LASTSEEN_ASSERT(condition, meaning) \
  (static_cast<bool>(condition) ? static_cast<void>(0) : ::lastseen::sim::fail(#condition, meaning))
