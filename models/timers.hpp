// What scheduled events are for: the timers of the components, and what the network carries. With the actor and the subject
// they name an event, so that whoever chooses the order of events of one instant knows what it chooses between.
#pragma once

#include <cstdint>
#include <string>

#include <lastseen/models/packet.hpp>

namespace lastseen::models {

enum class Timer : std::uint8_t {
  // on the phone
  app_start,
  submission,
  form_dismissal,
  view_initialisation,
  view_connect,
  background,
  next_background,  ///< the wait for it begins
  socket_taken,
  app_return,
  outbox_delay,
  connection_wait,  ///< of an upload
  upload_timeout,
  upload_retry,
  reconnect,
  handshake_timeout,
  confirmation,
  status_timeout,
  health_check,
  loss_noticed,  ///< at the return of the app
  ping,
  pong_timeout,
  poll,
  poll_timeout,
  // between
  scripted_fault,
  outage,
  next_outage,  ///< the wait for it begins
  outage_end,
  network_switch,
  duplicate,  ///< the second copy of a packet is sent
  tcp_gives_up,
  proxy_timeout,
  syn_arrival,  ///< the first packet of a handshake finds the server up, or down
  // on the server
  rest_handling,
  socket_deadline,
  server_ping,
  registration,
  cleanup,
  restart,
  start,
  rolling_restart,  ///< of the next instance
  dispatch,
  processing,
  next_job,  ///< of those that wait for a worker
  kept_too_long,
  publication,  ///< arrives at another instance
  push,
  // of packets: one for each kind, this is the first of packet_kinds_max
  arrival,
  retransmission = arrival + packet_kinds_max,
};

inline Timer timer(Timer first, PacketKind kind) {
  return static_cast<Timer>(static_cast<std::size_t>(first) + static_cast<std::size_t>(kind));
}

/// "health check", "arrival of ping".
std::string name(Timer timer);

}  // namespace lastseen::models
