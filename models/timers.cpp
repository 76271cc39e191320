#include <lastseen/models/timers.hpp>

#include <array>
#include <string_view>

#include <lastseen/sim/defect.hpp>

namespace lastseen::models {
namespace {

constexpr std::array<std::string_view, static_cast<std::size_t>(Timer::arrival)> names = {
    "app start",
    "submission",
    "form dismissal",
    "view initialisation",
    "view connect",
    "background",
    "next background",
    "socket taken",
    "app return",
    "outbox delay",
    "connection wait",
    "upload timeout",
    "upload retry",
    "reconnect",
    "handshake timeout",
    "confirmation",
    "status timeout",
    "health check",
    "loss noticed",
    "ping",
    "pong timeout",
    "poll",
    "poll timeout",
    "scripted fault",
    "outage",
    "next outage",
    "outage end",
    "network switch",
    "duplicate",
    "TCP gives up",
    "proxy timeout",
    "SYN arrival",
    "REST handling",
    "socket deadline",
    "server ping",
    "registration",
    "cleanup",
    "restart",
    "start",
    "rolling restart",
    "dispatch",
    "processing",
    "next job",
    "kept too long",
    "publication",
    "push"};
static_assert(!names.back().empty(), "each timer has a name");

}  // namespace

std::string name(Timer timer) {
  const auto number = static_cast<std::size_t>(timer);
  if (number < names.size()) return std::string(names[number]);
  const bool arrives = timer < Timer::retransmission;
  const std::size_t kind =
      number - static_cast<std::size_t>(arrives ? Timer::arrival : Timer::retransmission);
  LASTSEEN_ASSERT(kind < packet_kind_count, "a timer has a number beyond the last");
  return (arrives ? "arrival of " : "retransmission of ") + std::string(name(static_cast<PacketKind>(kind)));
}

}  // namespace lastseen::models
