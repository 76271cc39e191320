// What travels between a phone and the server.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include <lastseen/models/purposes.hpp>
#include <lastseen/models/vocabulary.hpp>

namespace lastseen::models {

/// Numbers go into random streams: append, never reorder.
enum class PacketKind : std::uint8_t {
  upload,           ///< number: job, part: attempt
  upload_reply,     ///< number: job, part: attempt
  poll,             ///< number: polling loop, part: poll
  poll_reply,       ///< number: polling loop, part: poll, content: how many jobs are done
  upgrade,          ///< number: connection
  upgrade_reply,    ///< number: connection
  upgrade_refusal,  ///< number: connection
  ping,             ///< number: connection, part: ping
  pong,             ///< number: connection, part: ping
  notification,     ///< number: connection, part: job, content: which copy of it, from 0
  client_close,     ///< number: connection
  server_close,     ///< number: connection
  server_ping,      ///< number: connection, part: ping of the server
  client_pong,      ///< number: connection, part: ping of the server
  status_request,   ///< number: connection that the phone asks about
  status_reply,     ///< number: connection, content: 1 when the user is registered
};
inline constexpr std::size_t packet_kind_count = 16;
static_assert(packet_kind_count <= packet_kinds_max, "other enumerations have no room for more");

struct Packet {
  PacketKind kind;
  std::uint8_t copy =
      0;  ///< bits: 1 came twice on its way up, 2 on its way down; an answer has those of what it answers
  bool is_refusal = false;  ///< an answer, not of the server but because no instance of it is up
  std::uint8_t losses = 0;  ///< by chance, in a row, that are still to come
  UserId user = 0;
  std::uint32_t number = 0;
  std::uint32_t part = 0;
  std::uint32_t content = 0;
  sim::RecordId cause = sim::no_record;  ///< the record of its being sent
};

/// Whether the kind is one of these.
template <class... Kinds>
constexpr bool is_one_of(PacketKind kind, Kinds... kinds) {
  return ((1U << static_cast<unsigned>(kind)) & (... | (1U << static_cast<unsigned>(kinds)))) != 0;
}

/// Frames of a connection, which TCP keeps in order; the others are REST.
constexpr bool is_frame(PacketKind kind) {
  using enum PacketKind;
  return !is_one_of(kind, upload, upload_reply, poll, poll_reply, status_request, status_reply);
}
/// What a request is answered with; of the handshake, that it has failed.
constexpr PacketKind answer_to(PacketKind request) {
  switch (request) {
    case PacketKind::upload: return PacketKind::upload_reply;
    case PacketKind::poll: return PacketKind::poll_reply;
    case PacketKind::status_request: return PacketKind::status_reply;
    default: return PacketKind::upgrade_refusal;
  }
}
/// From the phone to the server.
constexpr bool goes_up(PacketKind kind) {
  using enum PacketKind;
  return is_one_of(kind, upload, poll, upgrade, ping, client_close, client_pong, status_request);
}
/// The last frame of a connection.
constexpr bool ends_connection(PacketKind kind) {
  using enum PacketKind;
  return is_one_of(kind, client_close, server_close, upgrade_refusal);
}

std::string_view name(PacketKind kind);
std::optional<PacketKind> packet_kind_named(std::string_view text);

/// The purpose of a packet's draw: the first of those for packets, and the packet's kind.
inline Purpose purpose(Purpose first, PacketKind kind) {
  return static_cast<Purpose>(static_cast<int>(first) + static_cast<int>(kind));
}

/// What a record says of the packet: its job, connection or poll.
sim::Subject subject_of(const Packet& packet);

}  // namespace lastseen::models
