"""How the page looks: sizes, spaces, what stands beside what on wide and narrow screens."""

from typing import Final

from cocreation_sim.plots.style import BLUE, GREEN, VERMILLION

CSS: Final = f"""
.pictures {{ display: grid; grid-template-columns: 1fr 1fr; gap: 14px 22px; }}
.picture {{ max-width: 620px; min-width: 0; }}
.heading {{ margin: 0 0 6px; font-size: 15px; }}
.heading .failed {{ color: {VERMILLION}; font-weight: 600; white-space: nowrap; }}
.heading .well {{ color: {GREEN}; font-weight: 600; white-space: nowrap; }}
.note {{ margin: 4px 0 8px; font-size: 13px; max-width: 620px; }}
.status {{ margin: 2px 0 6px; font-size: 14px; }}
.status b {{ color: {VERMILLION}; }}
.toolbar {{ display: flex; flex-wrap: wrap; gap: 4px 14px; align-items: center; }}
.toolbar > * {{ flex: 0 0 auto; margin: 0 !important; }}
.toolbar .case {{ width: 220px; }}
.open-file {{ cursor: pointer; font-size: 14px; font-weight: 500; letter-spacing: .03em; }}
.open-file span {{ border: 1px solid {BLUE}; border-radius: 4px; padding: 8px 14px; }}
.open-file input {{ position: absolute; width: 1px; height: 1px; opacity: 0; }}
.open-file:focus-within span {{ outline: 2px solid {BLUE}; outline-offset: 2px; }}
.lever {{ padding: 2px 4px 4px; }}
.lever .about {{ font-size: 12px; line-height: 1.3; opacity: .75; margin: 0 2px; }}
.group {{ width: 100%; justify-content: flex-start !important; text-transform: none; }}
.v-theme--light {{ --v-theme-primary: 0, 114, 178 !important; }}
.v-theme--dark {{ --v-theme-primary: 86, 180, 233 !important; }}
.v-navigation-drawer {{
  width: min(400px, 86vw) !important; min-width: 0 !important; max-width: 86vw !important;
}}
.v-app-bar-nav-icon .v-btn__content:empty::before {{ content: "☰"; font-size: 22px; }}
.v-navigation-drawer .v-card {{ margin-top: 0 !important; margin-bottom: 8px !important; }}
.v-navigation-drawer .v-card-title {{ font-size: 15px; padding: 8px 12px 0; }}
.v-navigation-drawer .v-card-text {{ padding: 6px 12px; }}
.v-navigation-drawer__content > div {{ display: flex; flex-direction: column; }}
.v-navigation-drawer__content > div > * {{ flex: none; }}
.levers {{ order: 1; }}
/* Of Mesa's controls: what the board tells better, and what it does not need. */
.v-navigation-drawer .v-checkbox, .v-navigation-drawer .v-sheet > .v-card:nth-child(3) {{
  display: none;
}}
@media (max-width: 820px) {{
  .pictures {{ grid-template-columns: 1fr; }}
  .heading .failed, .heading .well {{ white-space: normal; }}
}}
"""
