// The part of the parameter table that is about the network.
#include <lastseen/models/parameter_types.hpp>

namespace lastseen::models {

std::span<const Parameter> network_parameters() {
  using namespace std::chrono_literals;
  using namespace parameter_types;
  static constexpr Parameter table[] = {
      distribution("network.latency", AT(network.latency),
                   "one-way latency of each packet (the handshake has its own)",
                   "4G, measured round trip: median 85 ms, p95 200 ms"),
      probability(
          "network.loss_up", AT(network.loss_up),
          "share of packets from the phone that are lost, and again of those that TCP sends instead: a "
          "lost one is late by its retransmission timeout",
          "default study"),
      probability("network.delay_up", AT(network.delay_up),
                  "share of packets from the phone that are delayed, by network.extra_delay",
                  "default study"),
      probability("network.duplicate_up", AT(network.duplicate_up),
                  "share of packets from the phone that are duplicated", "default study"),
      probability("network.loss_down", AT(network.loss_down),
                  "share of packets to the phone that are lost, and again of those that TCP sends instead: a "
                  "lost one is late by its retransmission timeout",
                  "default study"),
      probability("network.delay_down", AT(network.delay_down),
                  "share of packets to the phone that are delayed, by network.extra_delay", "default study"),
      probability("network.duplicate_down", AT(network.duplicate_down),
                  "share of packets to the phone that are duplicated", "default study"),
      distribution("network.extra_delay", AT(network.extra_delay),
                   "extra delay of a delayed packet, and of the second copy of a duplicated one",
                   "default study"),
      duration("network.rto_min", AT(network.rto_min), 1ms, 120s,
               "shortest retransmission timeout of TCP, to which a round trip is added; it doubles with each "
               "retransmission of a packet",
               "Linux, TCP_RTO_MIN: 200 ms; RFC 6298: 1 s"),
      duration("network.rto_initial", AT(network.rto_initial), 1ms, 120s,
               "retransmission timeout of the first packet of a handshake, the SYN",
               "RFC 6298; Linux, TCP_TIMEOUT_INIT: 1 s"),
      duration("network.rto_max", AT(network.rto_max), 1s, 1h,
               "the retransmission timeout doubles up to this",
               "Linux, TCP_RTO_MAX: 120 s; RFC 6298: at least 60 s"),
      distribution_or_never(
          "network.switch_every", AT(network.switch_every),
          "time between the phone's switches from WiFi to cellular or back; its socket dies silently",
          "default study", shortest_gap),
      duration("network.switch_gap", AT(network.switch_gap), 0s, 1h, "time without a network at each switch",
               "default study"),
      distribution_or_never("outage.every", AT(outage.every),
                            "time to the next outage, from the start or from the end of the last one",
                            "default study", shortest_gap),
      distribution(
          "outage.lasts", AT(outage.lasts),
          "length of an outage; nothing gets through in either direction, and TCP waits for its next "
          "retransmission",
          "default study"),
      duration_or("never", "proxy.idle_timeout", AT(proxy.idle_timeout), 1ms, 24h,
                  "an intermediary drops a connection that has been idle this long",
                  "AWS ALB, nginx: 60 s; NAT: minutes"),
      duration_or("never", "proxy.max_age", AT(proxy.max_age), 1ms, 24h,
                  "an intermediary drops a connection when it reaches this age", "default study"),
      yes_no("proxy.graceful_close", CHOICE(proxy.graceful_close),
             "whether the intermediary closes both ends gracefully, or forgets the connection silently",
             "default study"),
      probability("proxy.swallows_up", AT(proxy.swallows_up),
                  "share of messages from the phone that an intermediary takes, and never passes on",
                  "default study"),
      probability("proxy.swallows_down", AT(proxy.swallows_down),
                  "share of messages to the phone that an intermediary takes, and never passes on",
                  "default study"),
      distribution("handshake.duration", AT(handshake.duration),
                   "from the connection attempt to the server's upgrade (TCP, TLS, HTTP)",
                   "field timeline: 0.6 s"),
      probability("handshake.failure_probability", AT(handshake.failure_probability),
                  "share of upgrades that the server refuses", "default study"),
      probability("handshake.failure_after_log_probability", AT(handshake.failure_after_log_probability),
                  "share of upgrades that fail after the server has logged the user as connected",
                  "bug report: status 000, 0 bytes"),
      duration("handshake.timeout", AT(handshake.timeout), 1ms, 24h,
               "the phone gives up connecting after this time", "URLSession: 60 s"),
  };
  return table;
}

}  // namespace lastseen::models
