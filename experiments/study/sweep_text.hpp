// A sweep as text, for a terminal.
#pragma once

#include <memory>
#include <string>

#include <lastseen/experiments/formats/sink.hpp>
#include <lastseen/experiments/study/sweep_output.hpp>

namespace lastseen::experiments {

/// The design points, numbered. At least one.
std::string points_text(const DesignPoints& points);

/// The chief responses with intervals, a row for each point and arm; written at the end, when widths are known.
std::unique_ptr<SweepOutput> make_sweep_text(Sink sink);

}  // namespace lastseen::experiments
