// SPDX-License-Identifier: Apache-2.0
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { client } from './api/queries';
import { cameBack, resume, standingNow, takeTokenOfAddress, takeWayBackOfAddress } from './api/session';
import { takeBoxOfAddress } from './api/box';
import { router } from './routes';
import './styles/tokens.css';
import './styles/base.css';
import './styles/shell.css';
import './styles/screens.css';
import './styles/print.css';
import { speak, wantedLanguage } from './words/words';

// A token in the address is taken and erased, before anything is asked.
takeTokenOfAddress();
takeWayBackOfAddress();
takeBoxOfAddress();
// Whether a session goes on is asked meanwhile: on a link that answers nothing the page says so, and is not white.
void resume().then(() => {
  if (cameBack() && cameBack() !== 'in' && standingNow() === 'in') void router.navigate({ to: '/ways', replace: true });
});
await speak(wantedLanguage());
createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <QueryClientProvider client={client}><RouterProvider router={router} /></QueryClientProvider>
  </StrictMode>,
);
