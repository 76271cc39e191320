#include "models/packet.hpp"

#include <array>

namespace lastseen::models {
namespace {

struct Traits {
  std::string_view name;
  bool is_frame;
  bool goes_up;
};

constexpr std::array<Traits, packet_kind_count> traits = {{
    {"upload", false, true},
    {"upload_reply", false, false},
    {"poll", false, true},
    {"poll_reply", false, false},
    {"upgrade", true, true},
    {"upgrade_reply", true, false},
    {"upgrade_refusal", true, false},
    {"ping", true, true},
    {"pong", true, false},
    {"notification", true, false},
    {"client_close", true, true},
    {"server_close", true, false},
    {"server_ping", true, false},
    {"client_pong", true, true},
    {"status_request", false, true},
    {"status_reply", false, false},
}};

const Traits& traits_of(PacketKind kind) { return traits[static_cast<std::size_t>(kind)]; }

}  // namespace

bool is_frame(PacketKind kind) { return traits_of(kind).is_frame; }
bool goes_up(PacketKind kind) { return traits_of(kind).goes_up; }
bool ends_connection(PacketKind kind) {
  return kind == PacketKind::client_close || kind == PacketKind::server_close ||
         kind == PacketKind::upgrade_refusal;
}
std::string_view name(PacketKind kind) { return traits_of(kind).name; }

std::optional<PacketKind> packet_kind_named(std::string_view text) {
  for (std::size_t index = 0; index < traits.size(); ++index) {
    if (traits[index].name == text) return static_cast<PacketKind>(index);
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
