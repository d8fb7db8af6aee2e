// The one entry point of the user interface.
import './app.css';
import './views/app.js';
