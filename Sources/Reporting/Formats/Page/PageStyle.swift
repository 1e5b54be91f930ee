// How a page looks: light or dark as the reader's system is, and without controls on paper.

enum PageStyle {
  static let text = """
    :root {
      --paper: #fff; --ink: #1b1f24; --faint: #59636e; --line: #d1d9e0; --edge: #a9b3bd; --panel: #f6f8fa;
      --red: #b3261e; --red-paper: #fdeceb; --green: #16703a; --green-paper: #e6f4ea;
      --amber: #8a5a00; --amber-paper: #fff4dc; --blue: #0b57a8;
      --mono: ui-monospace, "DejaVu Sans Mono", "Liberation Mono", Menlo, Consolas, monospace;
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --paper: #14171a; --ink: #e4e8ec; --faint: #9aa5b1; --line: #39424c; --edge: #5d6974; --panel: #1d2227;
        --red: #ff8a80; --red-paper: #43211f; --green: #74d99f; --green-paper: #16352a;
        --amber: #f0bf62; --amber-paper: #3a2d12; --blue: #86b8f2;
      }
    }
    * { box-sizing: border-box; }
    body {
      margin: 0 auto; max-width: 78rem; padding: 1rem 1.5rem 3rem;
      background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif;
    }
    [hidden] { display: none !important; }
    h1 { font-size: 1rem; font-weight: 600; color: var(--faint); margin: 0; }
    h2 { font-size: 1.35rem; margin: 2rem 0 .25rem; overflow-wrap: anywhere; }
    h3 { font-size: 1.05rem; margin: 1.75rem 0 .5rem; }
    code, pre, .name { font-family: var(--mono); font-size: .86em; }
    pre { overflow-x: auto; }
    a { color: var(--blue); }
    :focus-visible { outline: 3px solid var(--blue); outline-offset: 2px; }
    footer { margin-top: 3rem; color: var(--faint); font-size: .85rem; }
    .shapes { position: absolute; width: 0; height: 0; }
    .verdict { font-size: 1.1rem; margin: .25rem 0 1rem; }
    .size, .note { color: var(--faint); }
    .note, .verdict, .messages { overflow-wrap: anywhere; }
    .paper { display: none; }
    #index ul { list-style: none; padding: 0; columns: 2 28rem; }
    #index .findings a { color: var(--red); font-weight: 600; }
    .messages { padding: .5rem 1rem .5rem 2rem; border: 1px solid var(--line); border-radius: 6px; }
    .messages .error b { color: var(--red); }
    .messages .warning b { color: var(--amber); }

    .controls { display: flex; flex-wrap: wrap; gap: .75rem 2rem; align-items: center; margin: 1rem 0; }
    .switch { display: inline-flex; border: 1px solid var(--line); border-radius: 8px; padding: 3px;
      margin: 0; background: var(--panel); }
    .switch legend { float: left; padding: .2rem .75rem; color: var(--faint); }
    .switch label { padding: .2rem .9rem; border-radius: 6px; cursor: pointer; }
    .switch input { position: absolute; opacity: 0; pointer-events: none; }
    .switch label:has(:checked) { background: var(--paper); box-shadow: 0 0 0 1px var(--line);
      font-weight: 600; }
    .switch label:has(:focus-visible) { outline: 3px solid var(--blue); }
    [data-state=before] .after, [data-state=after] .before { display: none; }

    figure { margin: 1rem 0; border: 1px solid var(--line); border-radius: 8px; overflow-x: auto; }
    figure svg { display: block; margin: 0 auto; }
    figcaption { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; padding: .5rem .9rem;
      border-top: 1px solid var(--line); color: var(--faint); font-size: .85rem; }
    figcaption i { display: inline-block; width: 1.6rem; height: 0; border-top: 2px solid;
      vertical-align: .3em; margin-right: .4rem; }
    i.need { border-color: var(--edge); } i.captured { border-color: var(--red); }
    i.cured { border-color: var(--green); }
    .box rect { fill: var(--panel); stroke: var(--line); }
    .box text { font: 12px var(--mono); fill: var(--ink); text-anchor: middle; }
    .box.program rect { stroke: var(--ink); stroke-width: 1.5; }
    [data-state=before] .box.captor rect { stroke: var(--red); stroke-width: 2; fill: var(--red-paper); }
    [data-state=after] .box.owner rect { stroke: var(--green); stroke-width: 2;
      fill: var(--green-paper); }
    path.edge { fill: none; }
    path.need { stroke: var(--edge); }
    path.captured { stroke: var(--red); stroke-width: 2; }
    path.cured { stroke: var(--green); stroke-width: 2; }
    .arrow.need path { fill: var(--edge); } .arrow.captured path { fill: var(--red); }
    .arrow.cured path { fill: var(--green); }
    .tally rect { fill: var(--paper); } .tally text { font: 600 12px var(--mono); text-anchor: middle; }
    .tally.captured text { fill: var(--red); } .tally.captured rect { stroke: var(--red); }
    .tally.cured text { fill: var(--green); } .tally.cured rect { stroke: var(--green); }

    .collision { border: 1px solid var(--line); border-left: 4px solid var(--red); border-radius: 6px;
      padding: .25rem 1rem .75rem; margin: 1rem 0; break-inside: avoid; }
    .collision h3 { margin: .5rem 0; overflow-wrap: anywhere; }
    .collision.clash, .collision.later { border-left-color: var(--amber); }
    .collision ul { margin: .25rem 0 .75rem; padding-left: 1.25rem; }
    .kind { display: inline-block; min-width: 3.6em; padding: 0 .5em; border-radius: 4px;
      font-size: .82em; font-weight: 600; text-align: center; white-space: nowrap; }
    .kind.split { background: var(--red-paper); color: var(--red); }
    .kind.whole, .kind.clash { background: var(--amber-paper); color: var(--amber); }
    .command { display: flex; gap: .75rem; align-items: flex-start; background: var(--panel);
      border: 1px solid var(--line); border-radius: 6px; padding: .5rem .75rem; margin: .25rem 0; }
    .command code { flex: 1; overflow-wrap: anywhere; white-space: pre-wrap; }
    button { font: inherit; font-size: .85rem; color: var(--ink); background: var(--paper);
      border: 1px solid var(--line); border-radius: 5px; padding: .1rem .7rem; cursor: pointer; }
    summary { cursor: pointer; }

    .filter { display: flex; flex-wrap: wrap; gap: .5rem 1.25rem; align-items: center;
      margin: .5rem 0; }
    .filter label { display: inline-flex; gap: .5rem; align-items: center; }
    .filter input[type=search] { font: inherit; color: inherit; background: var(--paper);
      border: 1px solid var(--line); border-radius: 6px; padding: .3rem .6rem; width: 22rem; max-width: 60vw; }
    .count { color: var(--faint); margin-left: auto; }
    table { border-collapse: collapse; width: 100%; font-size: .9em; }
    th { text-align: left; position: sticky; top: 0; background: var(--paper); border-bottom: 2px solid var(--line);
      padding: .35rem .6rem; }
    td { border-bottom: 1px solid var(--line); padding: .3rem .6rem; vertical-align: top;
      overflow-wrap: anywhere; }
    td small { display: block; color: var(--faint); }
    td .captured { color: var(--red); font-weight: 600; }
    td .cured { color: var(--green); font-weight: 600; }

    @media (max-width: 40rem) {
      body { padding: .75rem .75rem 2rem; }
      thead { display: none; }
      tr { display: block; padding: .4rem 0; border-bottom: 1px solid var(--line); }
      td { display: inline-block; border: 0; padding: 0 .75rem 0 0; }
      td:first-child { display: block; }
    }

    @media print {
      body { max-width: none; padding: 0; font-size: 11px; }
      .controls, .filter, button { display: none !important; }
      .paper { display: block; font-weight: 600; }
      figure { overflow: visible; }
      figure svg { max-width: 100%; height: auto; }
      thead { display: table-header-group; }
      tr { break-inside: avoid; }
    }

    """
}
