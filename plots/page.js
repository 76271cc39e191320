// Draws the page's line charts and adds the buttons that only a script can serve. Without it the page is complete
// but for the drawings, whose numbers are in tables.
(() => {
  'use strict';

  const button = (label, title, action) => {
    const element = document.createElement('button');
    element.type = 'button';
    element.textContent = label;
    element.title = title;
    element.setAttribute('aria-label', title);
    element.addEventListener('click', () => action(element));
    return element;
  };

  // Commands: copy.
  for (const box of document.querySelectorAll('.command')) {
    const code = box.querySelector('code');
    box.append(button('Copy', 'Copy the command', async (self) => {
      try {
        await navigator.clipboard.writeText(code.textContent);
        self.textContent = 'Copied';
      } catch {  // not allowed: select it, so that the reader can
        getSelection().selectAllChildren(code);
        self.textContent = 'Selected';
      }
      setTimeout(() => { self.textContent = 'Copy'; }, 1500);
    }));
  }

  if (typeof vegaEmbed !== 'function') return;

  // ast: expressions are interpreted, since the page's policy forbids making code from text. The style sheet of the
  // page stands in for those that Vega would add, which the policy forbids as well.
  const options = {
    mode: 'vega-lite', renderer: 'svg', ast: true, actions: false, defaultStyle: false,
    tooltip: { disableDefaultStyle: true },
  };

  const specificationOf = (figure) =>
    JSON.parse(figure.querySelector('script[type="application/json"]').textContent);

  // In the page the title and the legend are HTML, and the width is the column's.
  const draw = async (figure) => {
    const canvas = figure.querySelector('.canvas');
    const { title, ...specification } = specificationOf(figure);
    specification.width = 'container';
    specification.config.legend.disable = true;
    try {
      await vegaEmbed(canvas, specification, options);
    } catch (error) {
      canvas.innerHTML = '<p></p>';
      canvas.firstChild.textContent = `This chart could not be drawn (${error.message}); its numbers are below.`;
      figure.querySelector('details').open = true;
    }
  };

  // For slides and papers: with title and legend, on white, at a fixed width.
  const save = async (figure, kind) => {
    const offstage = document.createElement('div');
    const result = await vegaEmbed(offstage, specificationOf(figure), options);
    const link = document.createElement('a');
    link.href = await result.view.toImageURL(kind, kind === 'png' ? 2 : 1);
    link.download = `${figure.id}.${kind}`;
    link.click();
    result.finalize();
  };

  // What is in sight first, the rest when there is time: a page of twenty charts is readable at once, and complete
  // when somebody prints it.
  const waiting = new Set([...document.querySelectorAll('.canvas')].map((canvas) => canvas.closest('figure')));
  const start = (figure) => {
    if (!waiting.delete(figure)) return Promise.resolve();
    sight.unobserve(figure);
    return draw(figure);
  };
  const sight = new IntersectionObserver((entries) => {
    for (const entry of entries) if (entry.isIntersecting) start(entry.target);
  }, { rootMargin: '300px' });
  const next = async () => {
    const [figure] = waiting;
    if (!figure) return;
    await start(figure);
    setTimeout(next);
  };

  for (const figure of waiting) {
    const tools = document.createElement('div');
    tools.className = 'tools';
    tools.append(button('SVG', 'Save the chart as SVG', () => save(figure, 'svg')),
                 button('PNG', 'Save the chart as PNG', () => save(figure, 'png')));
    figure.prepend(tools);
    sight.observe(figure);
  }
  setTimeout(next, 50);
})();
