#include <lastseen/models/purposes.hpp>

#include <array>
#include <string_view>

#include <lastseen/models/packet.hpp>
#include <lastseen/sim/defect.hpp>

namespace lastseen::models {
namespace {

constexpr std::array<std::string_view, static_cast<std::size_t>(Purpose::latency)> before_packets = {
    "submission time",   "outbox delay",    "upload fate",        "handshake duration",
    "handshake failure", "confirm delay",   "registration delay", "cleanup phase",
    "dispatch delay",    "processing time", "processing failure"};
constexpr std::array<std::string_view, static_cast<std::size_t>(Purpose::losses) -
                                           static_cast<std::size_t>(Purpose::after_packets)>
    after_packets = {"background gap",   "background length", "outage gap",       "outage length",
                     "switch gap",       "restart gap",       "reconnect jitter", "failure after log",
                     "connection route", "job route",         "publish latency",  "push latency",
                     "push loss",        "home instance",     "opening time",     "socket life",
                     "fault time",       "fault length"};
static_assert(!before_packets.back().empty() && !after_packets.back().empty(), "each purpose has a name");

}  // namespace

std::string name(Purpose purpose) {
  LASTSEEN_ASSERT(purpose < Purpose::end, "a purpose has a number beyond the last");
  const auto number = static_cast<std::size_t>(purpose);
  if (purpose < Purpose::latency) return std::string(before_packets[number]);
  const bool is_of_losses = purpose >= Purpose::losses;
  if (purpose >= Purpose::after_packets && !is_of_losses) {
    return std::string(after_packets[number - static_cast<std::size_t>(Purpose::after_packets)]);
  }
  const std::size_t place =
      number - static_cast<std::size_t>(is_of_losses ? Purpose::losses : Purpose::latency);
  const std::size_t kind = place % packet_kinds_max;
  LASTSEEN_ASSERT(kind < packet_kind_count, "a purpose is of a kind of packet that is none");
  if (is_of_losses) return "losses of " + std::string(models::name(static_cast<PacketKind>(kind)));
  constexpr std::array<std::string_view, 3> of_packets = {"latency of ", "fate of ", "extra delay of "};
  return std::string(of_packets[place / packet_kinds_max]) + std::string(name(static_cast<PacketKind>(kind)));
}

}  // namespace lastseen::models
