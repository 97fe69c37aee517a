package dev.asynclab.server.report;

/// How a report looks: on a screen in the reader's scheme or the one switched to, on paper always light.
final class ReportStyle {
    private ReportStyle() {}

    /// The switch works by style alone, because a report runs no script.
    static final String CSS = """
            :root{color-scheme:light dark;--ink:light-dark(#1b1f24,#e6e8eb);--soft:light-dark(#57606a,#9aa4af);
            --paper:light-dark(#fff,#14181d);--card:light-dark(#f5f7f9,#1d232a);--rule:light-dark(#d5dae0,#3a434d);
            --accent:light-dark(#0b5cad,#7ab7ff);--good:light-dark(#136c2e,#6fd58b);--bad:light-dark(#b3261e,#ff9b91);
            --doubt:light-dark(#7a4d00,#f0b45a);
            --s1:light-dark(#0b5cad,#6cb0ff);--s2:light-dark(#b34700,#ff9d5c);--s3:light-dark(#00715f,#45cdb3);
            --s4:light-dark(#8f2d8f,#e08ae0);--s5:light-dark(#6b6100,#d0c24a);--s6:light-dark(#c2185b,#ff85b3);
            --s7:light-dark(#4b3fb5,#a79dff);--s8:light-dark(#5c5149,#c4b5a9);
            --queue:light-dark(#b34700,#ff9d5c);--wait:light-dark(#c9d6e2,#40566b);--run:light-dark(#136c2e,#6fd58b)}
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
            .charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,26rem),1fr));gap:0 2rem}
            .drawn{margin:.6rem 0}.chart{width:100%;max-width:33rem;font-size:12px;margin:.3rem 0}
            .keys{display:flex;flex-wrap:wrap;gap:.1rem 1rem;font-size:.85rem}.keys svg{display:inline}
            .key{width:34px;height:12px}.swatch{width:14px;height:10px}.hidden{position:absolute}
            svg path{fill:none}svg .g{stroke:var(--rule)}
            svg .b{stroke:var(--doubt);stroke-width:1.5;stroke-dasharray:3 4}
            .s1{color:var(--s1)}.s2{color:var(--s2)}.s3{color:var(--s3)}.s4{color:var(--s4)}
            .s5{color:var(--s5)}.s6{color:var(--s6)}.s7{color:var(--s7)}.s8{color:var(--s8)}
            svg .l,svg .i,svg .r,svg .o,svg .m{stroke:currentColor}svg .l{stroke-width:2}
            svg .r{stroke-width:3;stroke-linecap:round;opacity:.5}svg .i{stroke-width:7;opacity:.3}
            svg .m{fill:currentColor}svg .o{opacity:.7}
            .s2.l{stroke-dasharray:8 4}.s3.l{stroke-dasharray:2 3}.s4.l{stroke-dasharray:10 3 2 3}
            .s5.l{stroke-dasharray:14 4}.s6.l{stroke-dasharray:4 4}.s7.l{stroke-dasharray:1 5}
            .s8.l{stroke-dasharray:12 3 3 3 3 3}
            svg .a{fill:var(--accent)}svg .q{fill:url(#hatch);stroke:var(--queue)}svg .w{fill:var(--wait);stroke:var(--soft)}
            svg .u{fill:var(--run);stroke:var(--run)}svg .q,svg .w,svg .u{stroke-width:.6}
            svg .x{stroke:var(--run);stroke-width:10}svg .y{stroke:var(--soft);stroke-width:2}
            svg .z{stroke:var(--bad);stroke-width:10}svg .x.d,svg .z.d{stroke-width:3.6}svg .y.d{stroke-width:1.4}
            .hatch-ground{fill:var(--paper)}svg .hatch-line{stroke:var(--queue);stroke-width:2.4}
            svg .t{fill:var(--soft)}.c{text-anchor:middle}.e{text-anchor:end}svg .n{font-weight:600}
            a{color:inherit;text-decoration:underline dotted}dfn{font-style:normal;font-weight:600}
            dd{margin:0 0 .5rem}:target{background:var(--card)}
            details{margin:.5rem 0}summary{cursor:pointer;color:var(--accent)}
            :focus-visible{outline:2px solid var(--accent);outline-offset:2px}
            @media print{:root{color-scheme:light!important}fieldset{display:none}body{max-width:none;font-size:10pt}
            figure,tr{break-inside:avoid}h2,h3{break-after:avoid}.wide{overflow:visible}.chart{max-width:30rem}
            table{font-size:8.5pt;min-width:0}td{min-width:0}td code{min-width:0}summary{color:inherit}
            details::details-content{content-visibility:visible;height:auto}.skip{print-color-adjust:exact}}
            """;
}
