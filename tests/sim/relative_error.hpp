// How far a result is from the reference, for tests of elementary functions.
#pragma once

#include <cmath>

namespace lastseen::sim {

/// |got - reference| / |reference|; the reference is not 0.
inline double relative_error(double got, long double reference) {
  return static_cast<double>(std::fabs((got - reference) / reference));
}

}  // namespace lastseen::sim
