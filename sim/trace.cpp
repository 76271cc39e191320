#include <lastseen/sim/trace.hpp>

#include <fmt/format.h>

namespace lastseen::sim {

std::string Fingerprint::to_text() const { return fmt::format("{:016x}", state_); }

}  // namespace lastseen::sim
