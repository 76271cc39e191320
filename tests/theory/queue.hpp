// One queue in front of a number of equal servers, first come, first served; customers come as a Poisson process. Three
// makings, which must agree customer by customer: plain events, processes, and no engine at all.
//
//     arrivals --> queue --> servers -->
#pragma once

#include <vector>

#include <lastseen/sim/chance.hpp>
#include <lastseen/sim/distribution.hpp>
#include <lastseen/sim/time.hpp>
#include <lastseen/sim/time_weighted.hpp>
#include "tests/theory/agreement.hpp"

namespace lastseen::theory {

/// What happens to chance: who comes when, and wants how much.
class Customers {
 public:
  /// The first ones are there at the start (a queue drawn from the stationary law: as the gaps are exponential, and if the
  /// services are, all is stationary from the start on); the others come at exponential gaps.
  Customers(const sim::Chance& chance, sim::Duration mean_gap, sim::Distribution services,
            std::uint32_t there_at_start = 0);

  sim::Duration gap_before(std::uint32_t customer) const;
  sim::Duration service_of(std::uint32_t customer) const;

 private:
  enum Purpose : std::uint8_t { gap, service };

  sim::Chance chance_;
  sim::Distribution gaps_;
  sim::Distribution services_;
  std::uint32_t there_at_start_;
};

/// What was seen in a window of time: after what is there at the end of the warm-up, which may last no time.
struct Seen {
  std::vector<sim::Duration> waits;   // of all customers from the start on, in the order of their coming
  std::size_t counted_from = 0;       // the first who came in the window
  double mean_waiting = 0;            // customers in the queue
  std::vector<double> share_of_time;  // with so many customers, in the queue and in service

  friend bool operator==(const Seen&, const Seen&) = default;
};

/// How long: the window begins after the warm-up, and customers come until its end.
struct Window {
  sim::Duration warm_up;
  sim::Duration length;
};

inline constexpr std::size_t levels = 8;  // share_of_time is kept of 0..7

Seen play_events(const Customers& customers, std::size_t servers, Window window);
Seen play_processes(const Customers& customers, std::size_t servers, Window window);

/// The waits of the first so many customers by the recursion of J. Kiefer and J. Wolfowitz (Trans. AMS 78 (1955) 1-18),
/// for one server that of D. V. Lindley (1952): how much work each server still has in front of it.
std::vector<sim::Duration> waits_by_recursion(const Customers& customers, std::size_t servers,
                                              std::size_t count);

/// The responses "mean wait", "P(wait = 0)", "P(wait > t)" for each t, "mean queue" and "P(n = 0)".. for the first so many
/// numbers of customers in the system.
Responses responses(const Seen& seen, const std::vector<sim::Duration>& ts, std::size_t states);

std::string wait_beyond(sim::Duration t);   // the name of P(wait > t)
std::string number_is(std::size_t number);  // the name of P(n = number)

}  // namespace lastseen::theory
