// Elementary functions that give the same bits everywhere.
//
// The C library picks its log, exp and pow by processor (with or without fused multiply-add), and they round
// differently; a draw made with them would not travel between machines. These use +, -, *, / and sqrt only,
// which IEEE 754 rounds correctly, and must be compiled without contraction (-ffp-contract=off).
//
// Logarithm and exponential reduce their argument by a table of 128 entries, 6 KB together: P. T. P. Tang,
// Table-driven implementation of the exponential function in IEEE floating-point arithmetic, ACM TOMS 15
// (1989) 144-157, and of the logarithm, ACM TOMS 16 (1990) 378-400. Gamma functions are in
// elementary_gamma.hpp.
//
// Errors measured by the tests are a bound on what was seen on dense grids, not a proof. No function throws
// or sets errno; outside its domain it returns NaN, and infinity where the limit is infinite.
#pragma once

#include <limits>

namespace lastseen::sim {

inline constexpr double infinity = std::numeric_limits<double>::infinity();
inline constexpr double sqrt_2pi = 2.50662827463100050242;

/// ln(x); -infinity at 0, NaN below. Within 1.1 ulp.
double logarithm(double x);

/// ln(1 + x), accurate also for tiny x; -infinity at -1, NaN below. Within 3 ulp. After W. Kahan: the
/// rounding error of 1 + x is known exactly and corrects logarithm(1 + x) to first order.
double logarithm_1p(double x);

/// e^x; 0 below -745.2, infinity above 709.8. Within 0.52 ulp (1 where the result is subnormal).
double exponential(double x);

/// e^x - 1, accurate also for tiny x. Within 5 ulp. After W. Kahan: (w - 1) * x / ln(w) with w = e^x.
double exponential_minus_1(double x);

/// x^y for x > 0 (0^y for y > 0 is 0); NaN for a negative x. Within 0.6 ulp (1 where the result is
/// subnormal): the logarithm is carried in two doubles.
double power(double x, double y);

/// The z with normal_cdf(z) = u, for u in (0, 1); -infinity at 0, infinity at 1, NaN outside. Relative
/// accuracy 1e-15: PPND16 of M. J. Wichura, Algorithm AS 241, Applied Statistics 37 (1988) 477-484.
double normal_quantile(double u);

/// P(Z <= x) of the standard normal distribution, accurate relatively also far in the lower tail (1e-15 to
/// -37): W. J. Cody, Rational Chebyshev approximations for the error function, Math. Comp. 23 (1969) 631-637,
/// with the coefficients of his ANORM, Algorithm 715, ACM TOMS 19 (1993) 22-32.
double normal_cdf(double x);

}  // namespace lastseen::sim
