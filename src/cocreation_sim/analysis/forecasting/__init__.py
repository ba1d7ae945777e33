"""One's own campaign: read its history, calibrate the model to it, forecast, and judge forecasts."""
