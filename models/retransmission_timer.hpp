// Internal: part of network_path.hpp.
// When TCP sends again what was not acknowledged: after a timeout that doubles each time.
//
//     sent   +rto   +3 rto     +7 rto               +15 rto ...     after k retransmissions: (2^k - 1) rto
//
// Sources: RFC 6298, 2 and 5.5; for the values, Linux (tcp_input.c, tcp_timer.c): the timeout is the measured round trip plus
// its variation, at least 200 ms, and 1 s for a SYN. There are no congestion windows, fast retransmissions or tail loss probes:
// few packets are under way, so that a loss is found by the timeout.
#pragma once

#include <lastseen/models/packet.hpp>
#include <lastseen/models/settings.hpp>

namespace lastseen::models {

class RetransmissionTimer {
 public:
  /// The round trip that TCP has measured is taken for twice the median of the latency.
  explicit RetransmissionTimer(const NetworkSettings& network);

  /// The first instant after `now` at which TCP sends a packet of this kind again that it first sent at `sent`.
  sim::Instant next(PacketKind kind, sim::Instant sent, sim::Instant now) const;

 private:
  Duration first_;  ///< timeout of what travels on a connection
  Duration first_of_handshake_;
  Duration longest_;
};

}  // namespace lastseen::models
