// Closed forms of queueing theory, rates per second, times in seconds. Sources: L. Kleinrock, Queueing Systems, volume 1
// (1975), chapters 3 (birth and death), 4 (networks), 5 (M/G/1); D. Gross and C. M. Harris, Fundamentals of Queueing Theory,
// chapters 2, 4 and 5.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace lastseen::theory {

/// M/M/c, and with c = 1 M/M/1: Poisson arrivals of rate lambda, exponential services of rate mu, c servers; stable:
/// lambda < c mu.
struct Mmc {
  double lambda;
  double mu;
  int servers = 1;

  double offered() const { return lambda / mu; }  // Erlang
  double utilisation() const { return offered() / servers; }

  /// P(n in the system) = P(0) a^n / n! up to n = c, and from there on geometric with the utilisation.
  double p(std::size_t n) const {
    double sum = 0;
    for (int k = 0; k < servers; ++k) sum += weight(k);
    const double p0 = 1 / (sum + weight(servers) / (1 - utilisation()));
    const int up_to = std::min(static_cast<int>(n), servers);
    return p0 * weight(up_to) * std::pow(utilisation(), static_cast<double>(n) - up_to);
  }

  /// Erlang's C: the probability that a customer has to wait, P(n >= c).
  double erlang_c() const { return p(static_cast<std::size_t>(servers)) / (1 - utilisation()); }

  double mean_wait() const { return erlang_c() / (servers * mu - lambda); }
  double mean_queue() const { return lambda * mean_wait(); }  // J. D. C. Little
  double mean_number() const { return mean_queue() + offered(); }
  double wait_beyond(double t) const { return erlang_c() * std::exp(-(servers * mu - lambda) * t); }

  /// The n with P(N <= n - 1) < u <= P(N <= n): a draw from the stationary law.
  std::size_t number_at(double u) const {
    std::size_t n = 0;
    for (double sum = p(0); sum < u; sum += p(n)) ++n;
    return n;
  }

 private:
  double weight(int n) const { return n == 0 ? 1 : weight(n - 1) * offered() / n; }  // a^n / n!
};

/// M/G/1, by the moments of the service time: F. Pollaczek 1930, A. Khinchine 1932.
struct Mg1 {
  double lambda;
  double mean;
  double second_moment;

  double utilisation() const { return lambda * mean; }
  double mean_wait() const { return lambda * second_moment / (2 * (1 - utilisation())); }
  double mean_queue() const { return lambda * mean_wait(); }
};

}  // namespace lastseen::theory
