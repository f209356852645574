/** The report page's style. Text colours have a contrast of at least 4.5 : 1 on their ground. */
export const style = `
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { font: 15px/1.6 system-ui, "Noto Sans KR", "Noto Sans CJK KR", "Apple SD Gothic Neo", "Malgun Gothic", sans-serif; color: #1f2328; background: #fff; margin: 0; word-break: keep-all; overflow-wrap: break-word; }
main { max-width: 1120px; margin: 0 auto; padding: 24px 16px 64px; }
h1 { font-size: 1.7em; line-height: 1.3; }
h2 { font-size: 1.25em; margin: 2em 0 .8em; border-bottom: 1px solid #d0d7de; padding-bottom: .2em; }
h3 { display: inline; font-size: 1em; }
p, ul { max-width: 46em; }
ul { padding-left: 1.4em; }
blockquote { margin: 1em 0; padding: .1em 1em; background: #fff8c5; border-left: 4px solid #9a6700; }
details { margin: 1em 0; }
summary { cursor: pointer; padding: .2em 0; }
.scroll { overflow-x: auto; margin: .8em 0; }
.scroll:focus-visible, summary:focus-visible { outline: 3px solid #0969da; outline-offset: 2px; }
table { border-collapse: collapse; font-size: .93em; }
th, td { border: 1px solid #d0d7de; padding: .4em .7em; text-align: left; vertical-align: top; max-width: 36em; overflow-wrap: break-word; font-variant-numeric: tabular-nums; }
th { background: #f6f8fa; white-space: nowrap; }
code { font: .92em ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; background: #eff1f3; padding: .1em .3em; border-radius: 4px; }
td code { white-space: nowrap; }
p code { overflow-wrap: anywhere; }
@media (max-width: 600px) { td { min-width: 6em; } }
svg { display: block; width: 100%; min-width: 520px; max-width: 820px; height: auto; }
@media print { .scroll { overflow: visible; } main { max-width: none; } }
`;
