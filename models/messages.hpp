// Internal: for components.
// What the components tell and ask each other through their ports. They know these words, and not each other.
//
// Numbers mean the same at every port: `user` and `instance` (of the server) count from 0; `job` and `connection` count
// from 1 within a user; `cause` is the record that brought the message about, no_record where only the script, chance or
// the beginning of the session did. Each port and each function that one is connected to says in a line:
//
//     Out, to X: ...     it tells X something, and expects no answer
//     Asks X: ...        X answers at once
//     In, from X: ...    X tells this component something
//     Asked by X: ...    X wants an answer
#pragma once

#include <boost/container/small_vector.hpp>
#include <cstdint>

#include <lastseen/models/packet.hpp>
#include <lastseen/models/vocabulary.hpp>

namespace lastseen::models {

/// A connection, and the instance of the server that holds its other end.
struct SocketId {
  UserId user = 0;
  std::uint32_t connection = 0;
  std::uint32_t instance = 0;
};

/// What the app knows of its socket, and the record it knows it from.
struct Belief {
  bool connected = false;
  bool verified = false;
  sim::RecordId because = sim::no_record;
};

/// What the server may hear on a connection.
enum class Heard { ping_message, control_frame, pong };

/// What IsConnected answers at an instance: the connections to write to (none: not connected), and the record that is the
/// reason: what last set LastSeen, or what removed the entry (no_record: there never was one).
struct Presence {
  boost::container::small_vector<std::uint32_t, 1> connections;
  sim::RecordId because = sim::no_record;
  bool connected() const { return !connections.empty(); }
};

}  // namespace lastseen::models
