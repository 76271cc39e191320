// Good news or bad: what a report sets apart by colour, in text, tables and drawings.
#pragma once

namespace lastseen::plots {

enum class Tone { neutral, good, bad, warning };

}  // namespace lastseen::plots
