// Figures of arms as text.
#pragma once

#include <string>
#include <string_view>

#include <lastseen/experiments/study/arm_figures.hpp>

namespace lastseen::experiments {

/// A response of an arm as text: the figure, and its interval or why there is none.
struct FigureText {
  std::string figure;
  std::string note;
};
FigureText figure_text(const Response& response, const ArmFigures& arm);

/// What a reader of the arm's quantiles is told, a line; empty: they are exact.
std::string_view precision_text(const ArmFigures& arm);

/// The name of the mechanism, or that the jobs were not completed.
std::string cause_text(const LostJobs& lost);

}  // namespace lastseen::experiments
