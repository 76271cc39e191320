#include <lastseen/models/packet.hpp>

#include <array>

namespace lastseen::models {
namespace {

constexpr std::array<std::string_view, packet_kind_count> packet_kind_names = {
    "upload",          "upload_reply", "poll",           "poll_reply",   "upgrade",      "upgrade_reply",
    "upgrade_refusal", "ping",         "pong",           "notification", "client_close", "server_close",
    "server_ping",     "client_pong",  "status_request", "status_reply"};

}  // namespace

std::string_view name(PacketKind kind) { return packet_kind_names[static_cast<std::size_t>(kind)]; }

std::optional<PacketKind> packet_kind_named(std::string_view text) {
  for (std::size_t index = 0; index < packet_kind_names.size(); ++index) {
    if (packet_kind_names[index] == text) return static_cast<PacketKind>(index);
  }
  return std::nullopt;
}

sim::Subject subject_of(const Packet& packet) {
  switch (packet.kind) {
    case PacketKind::upload:
    case PacketKind::upload_reply: return job_subject(packet.user, packet.number, packet.part);
    case PacketKind::poll:
    case PacketKind::poll_reply: return poll_subject(packet.user, packet.number, packet.part);
    case PacketKind::notification: return job_subject(packet.user, packet.part);
    default: return connection_subject(packet.user, packet.number, packet.part);
  }
}

}  // namespace lastseen::models
