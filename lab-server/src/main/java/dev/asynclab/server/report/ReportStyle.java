package dev.asynclab.server.report;

/// How a report looks: on a screen in the reader's scheme or the one switched to, on paper always light.
final class ReportStyle {
    private ReportStyle() {}

    /// The switch works by style alone, because a report runs no script.
    static final String CSS = """
            :root{color-scheme:light dark;--ink:light-dark(#1b1f24,#e6e8eb);--soft:light-dark(#57606a,#9aa4af);
            --paper:light-dark(#fff,#14181d);--card:light-dark(#f5f7f9,#1d232a);--rule:light-dark(#d5dae0,#3a434d);
            --accent:light-dark(#0b5cad,#7ab7ff);--good:light-dark(#136c2e,#6fd58b);--bad:light-dark(#b3261e,#ff9b91);
            --doubt:light-dark(#7a4d00,#f0b45a)}
            :root:has(#light:checked){color-scheme:light}
            :root:has(#dark:checked){color-scheme:dark}
            *{box-sizing:border-box}
            body{margin:0 auto;padding:1rem;max-width:68rem;background:var(--paper);color:var(--ink);
            font:1rem/1.5 system-ui,sans-serif}
            h1{font-size:1.6rem;line-height:1.2;margin:.2rem 0}
            h2{font-size:1.15rem;margin:2rem 0 .5rem;border-bottom:1px solid var(--rule);padding-bottom:.2rem}
            p,ul{margin:.4rem 0}ul{padding-left:1.2rem}
            small,.soft,.caption,figcaption{color:var(--soft)}small{font-size:.85em}
            code,pre{font-family:ui-monospace,monospace;font-size:.9em}
            pre{overflow-x:auto;background:var(--card);padding:.8rem;border-radius:.4rem}
            p code{background:var(--card);padding:.1rem .3rem;border-radius:.2rem;overflow-wrap:anywhere}
            header{display:flex;flex-wrap:wrap;gap:.4rem 1rem;align-items:start;justify-content:space-between}
            fieldset{border:0;margin:0;padding:0;font-size:.85rem;color:var(--soft)}
            .lead{font-size:1.15rem}
            .outcome{display:inline-block;padding:.1rem .6rem;border-radius:1rem;border:2px solid;font-weight:600}
            .good,.holds{color:var(--good)}.bad,.refuted{color:var(--bad)}
            .void,.inconclusive,.not-run,.doubt{color:var(--doubt)}
            .best{color:var(--good);border:1px solid;border-radius:.6rem;padding:0 .4rem;font-size:.85em}
            .verdicts{list-style:none;padding:0}.verdicts li{padding:.35rem 0;border-top:1px solid var(--rule)}
            .verdicts li:first-child{border:0}
            .wide{overflow-x:auto;margin:.6rem 0}
            table{border-collapse:collapse;min-width:100%;font-variant-numeric:tabular-nums}
            .caption,figcaption{font-size:.9rem;margin:.8rem 0 0}h3{font-size:1rem;margin:1rem 0 .3rem}
            th,td{text-align:left;padding:.35rem .7rem .35rem 0;border-bottom:1px solid var(--rule);vertical-align:top}
            thead th{font-size:.85rem;color:var(--soft)}tbody th{font-weight:600;white-space:nowrap}
            .figure{white-space:nowrap}td{min-width:5rem}td code{display:inline-block;min-width:15rem}
            .skip{display:inline-block;padding:.1rem .4rem;background:repeating-linear-gradient(45deg,
            var(--rule) 0 2px,transparent 2px 7px)}
            .skip small,.skip b{background:var(--paper);padding:0 .2rem}
            figure{margin:1rem 0}img{max-width:100%}svg{display:block;overflow:visible;font-size:13px}
            svg text{fill:var(--ink)}svg .value,svg .axis{fill:var(--soft)}
            svg .track{stroke:var(--rule)}svg .grid{stroke:var(--rule);stroke-dasharray:1 4}
            svg .round{stroke:var(--soft);opacity:.6}svg .interval{stroke:var(--accent);stroke-width:4;opacity:.55}
            svg circle{fill:var(--accent);stroke:var(--paper)}
            svg .bound{stroke:var(--doubt);stroke-width:2;stroke-dasharray:3 2}
            a{color:inherit;text-decoration:underline dotted}dfn{font-style:normal;font-weight:600}
            dd{margin:0 0 .5rem}:target{background:var(--card)}
            details{margin:.5rem 0}summary{cursor:pointer;color:var(--accent)}
            :focus-visible{outline:2px solid var(--accent);outline-offset:2px}
            @media print{:root{color-scheme:light!important}fieldset{display:none}body{max-width:none;font-size:10pt}
            section,figure,tr{break-inside:avoid}.wide{overflow:visible}}
            """;
}
