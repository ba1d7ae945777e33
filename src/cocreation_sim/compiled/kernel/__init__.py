"""The market over arrays: what `cocreation_sim.mesa_model` plays, phase by phase and in its order.

Plain functions over a `State`; `cocreation_sim.compiled.build` compiles them. People are split
into lanes, which may be played at the same time: what a person does is seen by others only when
the sub-round is over, and is then counted lane by lane.
"""
