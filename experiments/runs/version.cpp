#include <lastseen/experiments/runs/version.hpp>

namespace lastseen::experiments {

const char* const version = LASTSEEN_VERSION;

}  // namespace lastseen::experiments
