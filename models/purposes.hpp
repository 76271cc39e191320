// What is left to chance: the purposes that draws are labelled with, beside the thing that they are for.
//
// Numbers go into random streams: append, never reorder.
#pragma once

#include <cstdint>

#include <lastseen/sim/chance.hpp>

namespace lastseen::models {

/// What is left to chance. With the user (or instance) and domain numbers it makes a sim::Label.
enum class Purpose : std::uint8_t {
  submission_time,             ///< scope: job
  outbox_delay,                ///< scope: job
  upload_failure,              ///< scope: job, ordinal: attempt
  handshake_duration,          ///< scope: connection
  handshake_failure,           ///< scope: connection
  confirm_delay,               ///< scope: connection
  registration_delay,          ///< scope: connection
  cleanup_phase,               ///< entity: instance
  dispatch_delay,              ///< scope: job
  processing_time,             ///< scope: job
  processing_failure,          ///< scope: job
  latency,                     ///< one for each kind of packet, see network_path.hpp; this is the first of 16
  packet_fate = latency + 16,  ///< dropped, delayed or duplicated; likewise
  extra_delay = latency + 32,  ///< likewise
  after_packets = latency + 48,
  background_gap = after_packets,  ///< ordinal: which
  background_length,               ///< ordinal: which
  outage_gap,                      ///< ordinal: which
  outage_length,                   ///< ordinal: which
  switch_gap,                      ///< ordinal: which
  restart_gap,                     ///< entity: instance, ordinal: which
  reconnect_jitter,                ///< scope: connection that was lost
  failure_after_log,               ///< scope: connection
  connection_route,                ///< scope: connection
  job_route,                       ///< scope: job
  publish_latency,                 ///< scope: job, ordinal: instance
  push_latency,                    ///< scope: job
  push_loss,                       ///< scope: job
};

/// The label of an uncertain thing; numbers are those of the domain (job 3; ping 7 of connection 1).
inline sim::Label label(std::uint32_t entity, Purpose purpose, std::uint32_t scope,
                        std::uint32_t ordinal = 0) {
  return {entity, static_cast<std::uint8_t>(purpose), scope, ordinal};
}

}  // namespace lastseen::models
