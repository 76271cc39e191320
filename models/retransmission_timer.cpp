#include <lastseen/models/retransmission_timer.hpp>

#include <algorithm>

namespace lastseen::models {

RetransmissionTimer::RetransmissionTimer(const NetworkSettings& network)
    : first_(std::min(network.rto_min + 2 * std::min(network.latency.quantile(0.5), network.rto_max),
                      network.rto_max)),
      first_of_handshake_(std::min(network.rto_initial, network.rto_max)),
      longest_(network.rto_max) {}

sim::Instant RetransmissionTimer::next(PacketKind kind, sim::Instant sent, sim::Instant now) const {
  Duration timeout = kind == PacketKind::upgrade ? first_of_handshake_ : first_;
  sim::Instant at = sent + timeout;
  while (at <= now && timeout < longest_) {
    timeout = std::min(2 * timeout, longest_);
    at += timeout;
  }
  if (at > now) return at;
  return at + ((now - at) / longest_ + 1) * longest_;
}

}  // namespace lastseen::models
