#include <lastseen/models/fault_text.hpp>

#include <fmt/format.h>

#include <array>

namespace lastseen::models {
namespace {

constexpr std::array<std::string_view, fault_kind_count> fault_names = {
    "background", "network-switch", "outage",    "restart",   "rolling-restart",
    "drop",       "delay",          "duplicate", "clock-skew"};
constexpr std::array<std::string_view, 3> direction_names = {"both", "up", "down"};

std::string user_text(const Fault& fault) {
  return fault.user ? fmt::format(" of user {}", *fault.user) : std::string();
}

/// "the 2nd notification".
std::string packet_text(const Fault& fault) {
  const bool is_teen = fault.nth % 100 >= 11 && fault.nth % 100 <= 13;
  const std::uint32_t digit = is_teen ? 0 : fault.nth % 10;
  const char* ending = digit == 1 ? "st" : digit == 2 ? "nd" : digit == 3 ? "rd" : "th";
  return fmt::format("the {}{} {}{}", fault.nth, ending, name(fault.packet), user_text(fault));
}

}  // namespace

std::string_view name(FaultKind kind) { return fault_names.at(static_cast<std::size_t>(kind)); }

std::string_view name(Direction direction) { return direction_names.at(static_cast<std::size_t>(direction)); }

std::vector<std::string> fault_kind_names() { return {fault_names.begin(), fault_names.end()}; }

std::string fault_text(const Fault& fault) {
  const std::string at = "at " + fault.at.to_text();
  const std::string lasts = " for " + fault.lasts.to_text();
  const char* told = fault.graceful.value_or(false) ? ", closing its sockets" : "";
  switch (fault.kind) {
    case FaultKind::background: return at + ": app in the background" + user_text(fault) + lasts;
    case FaultKind::network_switch: return at + ": network switch" + user_text(fault) + lasts;
    case FaultKind::outage:
      return fmt::format("{}: outage{} ({}){}", at, user_text(fault), name(fault.direction), lasts);
    case FaultKind::restart:
      return fmt::format("{}: restart of instance {}{}{}", at, fault.instance, lasts, told);
    case FaultKind::rolling_restart: return fmt::format("{}: rolling restart, each{}{}", at, lasts, told);
    case FaultKind::drop: return packet_text(fault) + " never arrives";
    case FaultKind::delay: return packet_text(fault) + " is delayed by " + sim::to_text(fault.by);
    case FaultKind::duplicate:
      return packet_text(fault) + " is delivered twice, " + sim::to_text(fault.by) + " apart";
    case FaultKind::clock_skew:
      return fmt::format("{}: the {}'s clock{} jumps by {}{}", at, fault.server_side ? "server" : "phone",
                         user_text(fault), fault.by < sim::Duration::zero() ? "-" : "+",
                         sim::to_text(std::chrono::abs(fault.by)));
  }
  return "";
}

}  // namespace lastseen::models
