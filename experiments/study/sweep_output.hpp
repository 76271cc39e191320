// The figures of a sweep as they come, point by point, in one of the formats.
#pragma once

#include <lastseen/experiments/study/sweep.hpp>

namespace lastseen::experiments {

class SweepOutput {
 public:
  virtual ~SweepOutput() = default;
  virtual void add(const PointFigures& point) = 0;
  /// After the last point.
  virtual void finish() = 0;
};

}  // namespace lastseen::experiments
