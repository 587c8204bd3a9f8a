/** How the page looks: dense, calm, in light and dark, on a phone and on paper. */
export const STYLE = `
:root{color-scheme:light dark;--ground:#fff;--raised:#f6f7f9;--ink:#1b2027;--quiet:#59636e;--line:#d9dee4;--link:#0a58a8;
--intruder:#b3261e;--intruder-soft:#fbebea;--owner:#1f6f8b;--undecided:#8a6d1a;--responder:#2f7d4f;
--p1:#b3261e;--p2:#b4530a;--p3:#7a5b00;--p4:#59636e;--code:#f0f2f5}
@media (prefers-color-scheme:dark){:root{--ground:#14181d;--raised:#1c2229;--ink:#e4e8ec;--quiet:#a3aeb9;--line:#323b45;--link:#7cb8f2;
--intruder:#ff8a80;--intruder-soft:#33201f;--owner:#6cc3de;--undecided:#dcb95a;--responder:#74cf98;
--p1:#ff8a80;--p2:#ffb074;--p3:#e3c15f;--p4:#a3aeb9;--code:#262d36}}
*{box-sizing:border-box}
html{scroll-padding-top:1rem}
body{margin:0 auto;max-width:74rem;padding:0 1.25rem 3rem;background:var(--ground);color:var(--ink);
font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Liberation Sans",Arial,sans-serif;overflow-wrap:break-word}
a{color:var(--link)}
code,.id,time,.when{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono","DejaVu Sans Mono",monospace;font-size:.88em}
code{background:var(--code);border-radius:3px;padding:.05em .3em;overflow-wrap:break-word}
:focus-visible{outline:2px solid var(--link);outline-offset:2px}
.skip{position:absolute;left:-99rem}.skip:focus{left:1rem;top:.5rem;background:var(--ground);padding:.3rem .6rem}
.top{padding-top:1.2rem}
.mark{display:flex;justify-content:space-between;gap:1rem;margin:0;color:var(--quiet);font-size:.85rem}
.tlp{background:#000;padding:.1em .6em;border-radius:3px;font-weight:600;white-space:nowrap}
.tlp.clear{color:#fff}.tlp.green{color:#33ff00}.tlp.amber{color:#ffc000}.tlp.red{color:#ff2b2b}
h1{font-size:1.7rem;line-height:1.2;margin:.5rem 0 1rem;text-wrap:balance}
h2{font-size:1.3rem;line-height:1.25;margin:0 0 .7rem}
h3{font-size:1.05rem;margin:1.5rem 0 .5rem}
h4{font-size:.95rem;margin:1.2rem 0 .4rem}
p,ul,ol,dl{margin:.5rem 0}
ul,ol{padding-left:1.4rem}
li{margin:.15rem 0}
main section:not(.answer),.part{border-top:1px solid var(--line);padding-top:1.4rem;margin-top:1.8rem}
main section>p,main section>ul,main section>ol:not(.events),.answer ol{max-width:52rem}
.part>h2{font-size:1.45rem}
.part>h2+section{border:0;margin:0;padding:0}.part>h2+section>h3{margin-top:.6rem}
.verdict{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:1px;background:var(--line);border:1px solid var(--line);
border-top:4px solid var(--p4);border-radius:4px;overflow:hidden}
.verdict.p1{border-top-color:var(--p1)}.verdict.p2{border-top-color:var(--p2)}.verdict.p3{border-top-color:var(--p3)}
.answer{background:var(--raised);padding:.8rem 1rem 1rem}
.answer h2,.answer h3{font-size:.8rem;font-weight:600;color:var(--quiet);margin:0 0 .35rem}
.answer p{margin:.25rem 0}
.answer ol{margin:.25rem 0;padding-left:1.2rem}
.severity,.state{display:inline-block;font-size:1.15rem;line-height:1.3}
.p1 .severity{color:var(--p1)}.p2 .severity{color:var(--p2)}.p3 .severity{color:var(--p3)}
.state.open{color:var(--p1)}.state.contained{color:var(--responder)}
.head dl{display:flex;flex-wrap:wrap;gap:.2rem 1.6rem;color:var(--quiet);font-size:.85rem;margin:.8rem 0 0}
.head dl div{display:flex;gap:.4rem;border:0;padding:0}.head dt{font-weight:400}.head dd{color:var(--ink)}
nav{margin-top:1.2rem;font-size:.88rem}
nav ol{padding-left:1.5rem}nav .columns{columns:15rem;column-gap:2rem}
dl div{display:grid;grid-template-columns:11rem minmax(0,1fr);gap:1rem;padding:.3rem 0;border-bottom:1px solid var(--line)}
dl div:last-child{border:0}
dt{color:var(--quiet)}dd{margin:0}
.scroll{overflow-x:auto;margin:.6rem 0 1rem}
table{border-collapse:collapse;width:100%;font-size:.87rem;line-height:1.42}
caption{text-align:left;color:var(--quiet);padding-bottom:.3rem}
caption.titled{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
th,td{text-align:left;vertical-align:top;padding:.38rem .7rem .38rem 0;border-bottom:1px solid var(--line);min-width:4.5rem}
td:not(.code,.time,.number){min-width:7rem}
thead th{font-weight:600;border-bottom-color:var(--quiet);white-space:nowrap}
.number{text-align:right;font-variant-numeric:tabular-nums}
td.time{white-space:nowrap;font-variant-numeric:tabular-nums}
td.code{min-width:6rem}
.scroll{position:relative}
.empty{color:var(--quiet);border-left:3px solid var(--line);padding-left:.8rem;max-width:52rem}
.note{border-left:3px solid var(--undecided);background:var(--raised);padding:.5rem .8rem;max-width:52rem}
.note.grave{border-color:var(--intruder)}
details{margin:.2rem 0}summary{cursor:pointer;color:var(--quiet);width:fit-content}
.picture{margin:.6rem 0 1rem}
.picture svg{display:block;font-family:inherit}
svg text{fill:var(--ink);font-size:12px}
svg .tick,svg .of,svg .by{fill:var(--quiet);font-size:11px}
svg .by tspan{fill:var(--ink);font-size:12px}
svg .date,svg .kind{font-size:11px;font-weight:600}
svg .id{font-size:11px}
svg .lane{font-weight:600;font-size:13px}
.ground{fill:var(--raised)}.cut{fill:var(--ground);stroke:var(--line);stroke-dasharray:2 4}
.grid,.base{stroke:var(--line)}
.bar.intruder{fill:var(--intruder)}.bar.owner{fill:var(--owner)}.bar.undecided{fill:var(--undecided)}
.bar.failed{fill-opacity:.45}
.moment{fill:var(--responder)}
.stem{fill:none;stroke:var(--intruder);stroke-opacity:.55}
circle.mark{fill:var(--ground);stroke:var(--intruder);stroke-width:1.5}
svg .number{font-size:11px;font-weight:600}
.marks{columns:24rem;column-gap:2rem;font-size:.87rem}
figcaption{color:var(--quiet);font-size:.87rem}figcaption li{color:var(--ink);break-inside:avoid}
.node{fill:var(--raised);stroke:var(--line)}.node.leaked{stroke:var(--intruder);stroke-width:2}
.node.minted,.node.created{stroke:var(--intruder)}.node.fold,.node.outside{stroke-dasharray:4 3}
.edge{fill:none;stroke:var(--quiet)}.tip{fill:var(--quiet)}
.filters{display:flex;flex-wrap:wrap;gap:.5rem 1.2rem;align-items:end;padding:.6rem .8rem;background:var(--raised);border:1px solid var(--line);border-radius:4px;font-size:.87rem}
.filters[hidden]{display:none}
.filters label{color:var(--quiet)}
.filters select,.filters input{font:inherit;color:var(--ink);background:var(--ground);border:1px solid var(--quiet);border-radius:3px;padding:.15rem .3rem;max-width:12rem}
.filters output{color:var(--quiet);margin-left:auto}
.events{list-style:none;padding:0;margin:.8rem 0}
.events>li{display:grid;grid-template-columns:9.6rem 5.2rem minmax(0,1fr);gap:.1rem .8rem;padding:.35rem 0 .35rem .6rem;margin:0;border-left:3px solid transparent;border-bottom:1px solid var(--line);content-visibility:auto;contain-intrinsic-size:auto 4.2rem}
.events>li[hidden]{display:none}
.events .intruder{border-left-color:var(--intruder)}.events .owner{border-left-color:var(--owner)}.events .undecided{border-left-color:var(--undecided)}
.events .w3.intruder{background:var(--intruder-soft)}
.events p{margin:0}
.when{color:var(--quiet);font-variant-numeric:tabular-nums;padding-top:.12rem}
.until{display:block}
.who{font-size:.87rem}
.intruder>.who{color:var(--intruder);font-weight:600}.owner>.who{color:var(--owner)}.undecided>.who{color:var(--undecided)}
.from{color:var(--quiet);font-size:.82rem}.from span+span::before{content:"·";margin-right:.3em}
.run{font-size:.9rem}.run .what{color:var(--quiet)}
.error{color:var(--undecided);font-size:.87rem}
.tactic{border:1px solid var(--line);border-radius:3px;padding:0 .35em;font-size:.8rem;color:var(--quiet);white-space:nowrap}
.events details{font-size:.82rem}.events details ol{padding-left:1.4rem}
footer{border-top:1px solid var(--line);margin-top:2rem;color:var(--quiet);font-size:.85rem}
@media (max-width:46rem){
body{padding:0 .85rem 2rem;font-size:14.5px}
h1{font-size:1.35rem}
.verdict{grid-template-columns:minmax(0,1fr)}
dl div{grid-template-columns:minmax(0,1fr);gap:0}
.head dl{display:block}.head dl div{display:flex}
nav .columns{columns:1}
.events>li{grid-template-columns:auto 1fr;gap:0 .7rem}
.events .what{grid-column:1/-1}
.until{display:inline}
.filters output{margin-left:0}
.filters label{flex:1 1 100%}.filters select,.filters input{width:100%;max-width:none}
.marks{columns:1}
}
@media print{
:root{color-scheme:light;--ground:#fff;--raised:#fff;--ink:#000;--quiet:#444;--line:#bbb;--link:#000;--intruder:#a11;--intruder-soft:#fff;--owner:#1f6f8b;--undecided:#6b5310;--responder:#23633d;--code:#fff}
@page{margin:16mm 14mm}
body{max-width:none;padding:0;font-size:9.5pt}
nav,.filters,.skip,.events details{display:none}
.scroll{overflow:visible}
.picture svg{max-width:100%;height:auto}
table{font-size:8pt}td,th,td:not(.code,.time,.number),td.code{min-width:0}td.time{white-space:normal;min-width:5.4rem}
thead{display:table-header-group}tr,.answer,.picture .scroll,.marks li,.events>li{break-inside:avoid}
h2,h3,h4,caption{break-after:avoid}
.events>li{content-visibility:visible;grid-template-columns:8.6rem 4.6rem minmax(0,1fr)}
code{padding:0}
.tlp{background:none;border:1px solid #000;color:#000!important}
details::details-content{content-visibility:visible}
}
`;
