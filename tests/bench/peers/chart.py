"""The chart of the comparison: a panel for each workload, a bar for each engine, one log scale of time for all.

Engines are told apart by their place; colour and hatching only set ours, the floor and the others apart, and differ
in lightness too. Of an engine with variants, the fastest at each workload is drawn.
"""

import statistics

# Rows of the chart: what the names of the row's engines begin with, its label, face colour, hatching.
ROWS = [("bare heap", "bare heap (floor)", "#c8c8c8", "////"),
        ("lastseen events", "lastseen, events", "#0b5394", ""),
        ("lastseen processes", "lastseen, coroutines", "#6fa8dc", ""),
        ("ns-3", "ns-3, best scheduler", "#e69f00", ""),
        ("SystemC", "SystemC, methods", "#e69f00", ""),
        ("SimGrid", "SimGrid, actors", "#e69f00", ""),
        ("SimPy", "SimPy, best idiom", "#e69f00", "")]
OURS = "lastseen events"


def _label(ns, ratios):
    text = f"{ns:.0f} ns" if ns < 1000 else f"{ns / 1000:.1f} µs"
    if not ratios:
        return text
    ratio = statistics.median(ratios)
    return f"{text} · {ratio:.2g}×" if ratio < 10 else f"{text} · {ratio:.0f}×"


def draw(measured, workloads, titles, facts, folder):
    """Writes comparison.svg and comparison.png and returns a line that says so, or why not."""
    try:
        import matplotlib
    except ImportError:
        return "no chart: matplotlib is not there (Debian: python3-matplotlib)"
    matplotlib.use("Agg")
    matplotlib.rcParams.update({"font.size": 9, "svg.fonttype": "none", "hatch.linewidth": 0.5})
    from matplotlib import pyplot
    from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

    workloads = [workload for workload in workloads if any(workload in times for times in measured.times.values())]
    rows = [row for row in ROWS if any(name.startswith(row[0]) and measured.times[name] for name in measured.times)]
    if not workloads or not rows:
        return "no chart: nothing was measured"
    figure, panels = pyplot.subplots(1, len(workloads), sharex=True, sharey=True, squeeze=False,
                                     figsize=(2.1 + 2.15 * len(workloads), 1.5 + 0.36 * len(rows)))
    slowest = max(measured.ns(name, w) for name in measured.times for w in workloads if measured.ns(name, w))
    for panel, workload in zip(panels[0], workloads):
        for place, (prefix, _, colour, hatch) in enumerate(rows):
            name = measured.fastest(prefix, workload)
            if name is None:
                panel.text(6, place, "not run", va="center", color="#777777", fontsize=8)
                continue
            ns = measured.ns(name, workload)
            panel.barh(place, ns, height=0.7, color=colour, hatch=hatch, edgecolor="#333333", linewidth=0.5)
            is_ours = prefix == OURS
            panel.text(ns * 1.15, place, _label(ns, [] if is_ours else measured.ratios(OURS, name, workload)), va="center", fontsize=8,
                       bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.6},
                       fontweight="bold" if is_ours else "normal")
        panel.set_title(titles[workload], fontsize=10)
        panel.set_xscale("log")
        panel.set_xlim(5, slowest * 25)
        panel.xaxis.set_major_locator(FixedLocator([10**k for k in range(1, 9) if 10**k < 4 * slowest]))
        panel.xaxis.set_minor_locator(NullLocator())
        panel.xaxis.set_major_formatter(FuncFormatter(lambda x, _: f"{x:g} ns" if x < 1000 else f"{x / 1000:g} µs"))
        panel.grid(axis="x", color="#dddddd", linewidth=0.6)
        panel.set_axisbelow(True)
        for side in ("top", "right", "left"):
            panel.spines[side].set_visible(False)
        panel.tick_params(axis="y", length=0)
    panels[0][0].set_yticks(range(len(rows)), [row[1] for row in rows])
    panels[0][0].invert_yaxis()
    figure.suptitle("Time per event, log scale: shorter is faster; × is time relative to lastseen's events", x=0.01,
                    ha="left", fontsize=11, fontweight="bold")
    figure.text(0.01, 0.01, f"Medians of one run. {facts}", fontsize=7.5, color="#555555")
    figure.tight_layout(rect=(0, 0.03, 1, 0.99))
    for suffix in ("svg", "png"):
        beside = folder / f"comparison.new.{suffix}"
        figure.savefig(beside, dpi=160)
        beside.replace(folder / f"comparison.{suffix}")
    pyplot.close(figure)
    return f"written: {folder / 'comparison.svg'} and comparison.png"
