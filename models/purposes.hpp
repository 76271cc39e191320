// What is left to chance: the purposes that draws are labelled with (labels.hpp), beside the thing that they are for.
//
// Numbers go into random streams: append, never reorder.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace lastseen::models {

/// Room for the kinds of packets (packet.hpp) where an enumeration has an enumerator for each.
inline constexpr std::size_t packet_kinds_max = 32;

/// What is left to chance, and of which thing.
enum class Purpose : std::uint8_t {
  submission_time,     ///< of a job
  outbox_delay,        ///< of a job
  upload_fate,         ///< of a job; part: attempt
  handshake_duration,  ///< of a connection
  handshake_failure,   ///< of a connection
  confirm_delay,       ///< of a connection
  registration_delay,  ///< of a connection
  cleanup_phase,       ///< of an instance
  dispatch_delay,      ///< of a job
  processing_time,     ///< of a job
  processing_failure,  ///< of a job
  latency,             ///< one for each kind of packet; this is the first of packet_kinds_max
  packet_fate = latency + packet_kinds_max,        ///< lost, delayed, comes twice or none of these; likewise
  extra_delay = packet_fate + packet_kinds_max,    ///< likewise
  after_packets = extra_delay + packet_kinds_max,  ///< the first that is not of a packet
  background_gap = after_packets,                  ///< part: which
  background_length,                               ///< part: which
  outage_gap,                                      ///< part: which
  outage_length,                                   ///< part: which
  switch_gap,                                      ///< part: which
  restart_gap,                                     ///< of an instance; part: which
  reconnect_jitter,                                ///< of the connection that was lost
  failure_after_log,                               ///< of a connection
  connection_route,                                ///< of a connection
  job_route,                                       ///< of a job
  publish_latency,                                 ///< of a job; part: instance
  push_latency,                                    ///< of a job
  push_loss,                                       ///< of a job
  home_instance,                                   ///< of a user
  opening_time,                                    ///< of the app's connection
  socket_life,                                     ///< of a scripted fault; else part: which background
  fault_time,                                      ///< of a scripted fault
  fault_length,                                    ///< of a scripted fault
  losses,                                          ///< how often in a row a packet is lost; one for each kind
  end = losses + packet_kinds_max,                 ///< no purpose
};

/// For people: "processing time", "latency of ping".
std::string name(Purpose purpose);

/// Whether the luck is an instance's, and not a user's.
constexpr bool is_of_instances(Purpose purpose) {
  return purpose == Purpose::cleanup_phase || purpose == Purpose::restart_gap;
}

}  // namespace lastseen::models
