// A scripted fault: what goes wrong, when, and for whom. Verbs read as what happens.
#pragma once

#include <cstdint>
#include <optional>

#include <lastseen/models/packet.hpp>
#include <lastseen/sim/distribution.hpp>
#include <lastseen/sim/time.hpp>

namespace lastseen::models {

enum class FaultKind : std::uint8_t {
  background,       ///< the app goes to the background, and returns after `lasts`
  network_switch,   ///< WiFi to cellular: the socket dies silently; no network for `lasts`
  outage,           ///< nothing gets through for `lasts`, in the direction
  restart,          ///< an instance of the server restarts, and is down for `lasts`
  rolling_restart,  ///< all instances do, one after the other, each when the one before is back
  drop,             ///< the nth packet of a kind never arrives
  delay,            ///< ... arrives later, by `by`
  duplicate,        ///< ... arrives twice, the second time later by `by`
  clock_skew,       ///< the clock of a side jumps by `by`, which may be negative
};
inline constexpr int fault_kind_count = 9;

/// What happens to the nth packet of a kind, and not at an instant.
inline bool is_of_packets(FaultKind kind) {
  return kind == FaultKind::drop || kind == FaultKind::delay || kind == FaultKind::duplicate;
}

enum class Direction : std::uint8_t { both, up, down };

struct Fault {
  FaultKind kind = FaultKind::outage;
  sim::Distribution at = {};  ///< since run_start, drawn once for all users; not for the nth packet
  std::optional<std::uint32_t> user = {};  ///< absent: every user
  sim::Distribution lasts = {};            ///< likewise
  Direction direction = Direction::both;   ///< of an outage
  std::uint32_t instance = 0;              ///< that restarts
  std::optional<bool> graceful =
      {};  ///< a restart closes the sockets gracefully; absent: as server.graceful_restart says
  PacketKind packet = PacketKind::notification;
  std::uint32_t nth = 1;  ///< of these packets of a user, from 1
  sim::Duration by{0};
  bool server_side = true;  ///< whose clock jumps
};

}  // namespace lastseen::models
