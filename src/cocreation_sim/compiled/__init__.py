"""The rules played over arrays, compiled with Numba: many runs in one call, or one big one."""
